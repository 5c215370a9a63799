import { assertEquals } from "@std/assert";
import { secondsLeft } from "../../lib/sweep/runner.ts";

Deno.test("secondsLeft() counts the jobs that run side by side", () => {
  // The first of two at once, of eight: three more turns of 100 s
  assertEquals(secondsLeft([100], 100, 8, 2), 300);
  assertEquals(secondsLeft([100, 100], 100, 8, 2), 300);
  assertEquals(secondsLeft([100, 100, 100], 200, 8, 2), 200);
});

Deno.test("secondsLeft() has the odd one take a turn of its own", () => {
  assertEquals(secondsLeft([100, 100], 100, 3, 2), 100);
});

Deno.test("secondsLeft() is never below 0", () => {
  assertEquals(secondsLeft([100, 60], 100, 2, 2), 0);
});
