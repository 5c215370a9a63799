import { assertEquals } from "@std/assert";
import { verdict } from "../../lib/exercises/check.ts";
import { temperatureOfThreeQuarters } from "../../lib/exercises/distillation.ts";

Deno.test("temperatureOfThreeQuarters accepts rounding and knows the reciprocal", async () => {
  const say = (answer: number) => verdict(temperatureOfThreeQuarters, answer);
  for (const right of [3.64, 4 / Math.log(3)]) {
    assertEquals((await say(right)).slice(0, 6), "Right.");
  }
  assertEquals(
    await say(0.275),
    "Not yet: that is 1/T: logits are divided by the temperature.",
  );
  assertEquals(await say(3), "Not yet: 3 is too small.");
});
