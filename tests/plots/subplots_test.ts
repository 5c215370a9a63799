import { assertEquals } from "@std/assert";
import { axisSuffix, sideBySide } from "../../lib/plots/subplots.ts";

Deno.test("sideBySide() divides the width, and leaves a gap between two panels", () => {
  assertEquals(sideBySide(1, 0.2), [
    { suffix: "", domain: [0, 1], middle: 0.5 },
  ]);
  assertEquals(sideBySide(2, 0.2), [
    { suffix: "", domain: [0, 0.4], middle: 0.2 },
    { suffix: "2", domain: [0.6000000000000001, 1], middle: 0.8 },
  ]);
});

Deno.test("axisSuffix() counts from plotly's first axis, which has no number", () => {
  assertEquals([0, 1, 2].map(axisSuffix), ["", "2", "3"]);
});
