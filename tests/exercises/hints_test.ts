import { assertEquals } from "@std/assert";
import {
  functionHint,
  listHint,
  numberHint,
} from "../../lib/exercises/hints.ts";

Deno.test("numberHint() says what is off", () => {
  assertEquals(numberHint(0.5001, 0.5), undefined);
  assertEquals(numberHint(-0.5, 0.5), "the size is right, the sign is not.");
  assertEquals(
    numberHint(0.505, 0.5),
    "close: keep more digits until the end.",
  );
  assertEquals(numberHint(0.4, 0.5), "0.4 is too small.");
  assertEquals(numberHint(1057, 1056), "close, but this one is to be exact.");
  assertEquals(numberHint(1056, 1056), undefined);
  assertEquals(numberHint(NaN, 1), "the answer is not a number (NaN).");
  assertEquals(
    numberHint("1" as never, 1),
    "a number is needed, not a string.",
  );
  assertEquals(numberHint(0, 0), undefined);
});

Deno.test("listHint() names the first element that is off", () => {
  assertEquals(listHint([1, 2], [1, 2]), undefined);
  assertEquals(listHint([1], [1, 2]), "the list needs another length than 1.");
  assertEquals(listHint([1, 9], [1, 2]), "element 1: 9 is too large.");
  assertEquals(
    listHint(3 as never, [1]),
    "a list of numbers is needed, not a number.",
  );
});

Deno.test("functionHint() names the input for which the answer is off", () => {
  const square = (x: number) => x * x;
  assertEquals(functionHint(square, square, [[2], [3]]), undefined);
  assertEquals(
    functionHint((x) => 2 * x, square, [[2], [3]]),
    "for 3: 6 is too small.",
  );
  assertEquals(
    functionHint((x) => [x, 0], (x: number) => [x, 1], [[2]]),
    "for 2: element 1: 0 is too small.",
  );
  assertEquals(
    functionHint(4 as never, square, [[1]]),
    "a function is needed, not a number.",
  );
});
