import { assertEquals } from "@std/assert";
import { verdict } from "../../lib/exercises/check.ts";
import { recordingsAfterTwoEpochs } from "../../lib/exercises/recorded_steps.ts";

Deno.test("recordingsAfterTwoEpochs counts shapes, not epochs", async () => {
  const say = (answer: number) => verdict(recordingsAfterTwoEpochs, answer);
  assertEquals((await say(2)).slice(0, 6), "Right.");
  assertEquals(
    await say(1),
    "Not yet: is every batch of an epoch of the same shape?",
  );
  assertEquals(
    await say(4),
    "Not yet: does the second epoch bring new shapes?",
  );
  assertEquals(await say(32), "Not yet: 32 is too large.");
});
