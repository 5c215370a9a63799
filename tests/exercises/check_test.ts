import { assertEquals } from "@std/assert";
import { type Exercise, verdict } from "../../lib/exercises/check.ts";
import { numberHint } from "../../lib/exercises/hints.ts";

const half: Exercise<number> = {
  hint: (answer) => numberHint(answer, 0.5),
  insight: "It is a half.",
};

Deno.test("verdict() says right, not yet, or not answered", async () => {
  assertEquals(await verdict(half, 0.5), "Right. It is a half.");
  assertEquals(await verdict(half, 2), "Not yet: 2 is too large.");
  assertEquals(
    await verdict(half, undefined),
    "Not answered yet: fill in the cell above.",
  );
});

Deno.test("verdict() shows an error that the answer throws", async () => {
  const called: Exercise<() => number> = {
    hint: (answer) => numberHint(answer(), 1),
  };
  const wrong = () => {
    throw new RangeError("no such element");
  };
  assertEquals(
    await verdict(called, wrong),
    "Not yet: the answer threw RangeError: no such element",
  );
  assertEquals(await verdict(called, () => 1), "Right.");
});
