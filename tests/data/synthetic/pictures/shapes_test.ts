import { assert, assertEquals } from "@std/assert";
import { Random } from "../../../../lib/data/random.ts";
import {
  HANDWRITING_FONTS,
  ShapeMaker,
} from "../../../../lib/data/synthetic/pictures/shapes.ts";

Deno.test("the fonts of development and test share no family", () => {
  const { development, test } = HANDWRITING_FONTS;
  const families = [...development, ...test].map(({ family }) => family);
  assertEquals(new Set(families).size, families.length);
});

Deno.test("ShapeMaker draws each digit around the middle, 1 high or wide", async () => {
  const maker = await ShapeMaker.load(HANDWRITING_FONTS.test);
  for (let digit = 0; digit < 10; digit++) {
    const random = new Random(1, "shapes", digit);
    const shapes = [
      maker.strokes(digit, random),
      ...maker.families.map((family) => maker.outline(digit, family, random)),
    ];
    for (const { path, size } of shapes) {
      assert(Math.abs(Math.max(...size) - 1) < 1e-9);
      const numbers = path.match(/-?\d+\.\d+/g)!.map(Number);
      assert(numbers.every((value) => Math.abs(value) <= 0.5001), path);
    }
  }
});
