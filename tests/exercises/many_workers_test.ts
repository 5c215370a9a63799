import { assertEquals } from "@std/assert";
import { verdict } from "../../lib/exercises/check.ts";
import {
  numbersSent,
  weightsOfFive,
} from "../../lib/exercises/many_workers.ts";

Deno.test("weightsOfFive counts images, not workers", async () => {
  const say = (sizes: number[], of: number) =>
    verdict(weightsOfFive, sizes.map((size) => size / of));
  assertEquals((await say([7, 7, 6, 6, 6], 32)).slice(0, 6), "Right.");
  assertEquals(
    await say([1, 1, 1, 1, 1], 5),
    "Not yet: do all workers have the same number of images?",
  );
  assertEquals(
    await say([16, 16], 32),
    "Not yet: the list needs another length than 2.",
  );
});

Deno.test("numbersSent is one and a half times the vector for four workers", async () => {
  assertEquals((await verdict(numbersSent, 20_103)).slice(0, 6), "Right.");
  assertEquals(
    await verdict(numbersSent, 13_402),
    "Not yet: 13402 is too small.",
  );
});
