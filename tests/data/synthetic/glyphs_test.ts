import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { GLYPHS } from "../../../lib/data/synthetic/glyphs.ts";

Deno.test("GLYPHS holds strokes within the box of each of ten digits", () => {
  assertEquals(GLYPHS.length, 10);
  for (const { weight, strokes } of GLYPHS.flat()) {
    assert(weight > 0 && strokes.length > 0);
    for (const stroke of strokes) {
      assert(stroke.length >= 4 && stroke.length % 2 === 0, `${stroke}`);
      assert(stroke.every((at) => at >= 0 && at <= 1), `${stroke}`);
    }
  }
});

Deno.test("GLYPHS scales x by the glyph's width", () => {
  // The first 1: width 0.12, "60,0 50,50 42,100"
  const [stroke] = GLYPHS[1][0].strokes;
  const expected = [0.6 * 0.12, 0, 0.5 * 0.12, 0.5, 0.42 * 0.12, 1];
  assertEquals(stroke.length, expected.length);
  expected.forEach((at, i) => assertAlmostEquals(stroke[i], at, 1e-12));
});
