import { assertEquals } from "@std/assert";
import { pixelNumbers } from "../../../lib/plots/mod.ts";

Deno.test("pixelNumbers() writes each pixel's value into it, legibly", () => {
  const { data, layout, alt } = pixelNumbers(
    { pixels: [0, 100, 200, 255], rows: 2, columns: 2 },
    { heading: "Four" },
  );
  assertEquals((data[0] as { z: number[][] }).z, [[0, 100], [200, 255]]);
  assertEquals(
    layout.annotations?.map((
      { x, y, text, font },
    ) => [x, y, text, font!.color]),
    [
      [0, 0, "0", "#000000"],
      [1, 0, "100", "#000000"],
      [0, 1, "200", "#ffffff"],
      [1, 1, "255", "#ffffff"],
    ],
  );
  assertEquals(alt, "2 by 2 pixels with their values: Four");
});
