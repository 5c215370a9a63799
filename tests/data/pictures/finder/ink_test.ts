import { assert, assertEquals } from "@std/assert";
import { findInk } from "../../../../lib/data/pictures/finder/ink.ts";
import { Random } from "../../../../lib/data/random.ts";
import { segment } from "../pictures.ts";
import { plane } from "./planes.ts";

const inkAt = (x: number, y: number) => segment(x, y, [60, 40, 90, 150]) < 4;

Deno.test("findInk() finds strokes in grain, and no others", () => {
  const random = new Random(1, "ink");
  for (const grain of [0, 0.02, 0.1]) {
    const contrast = plane(
      200,
      200,
      (x, y) => (inkAt(x, y) ? 0.3 : 0) + random.normal(0, grain),
    );
    const ink = findInk(contrast)!;
    assertEquals(ink.components.length, 1, `grain ${grain}`);
    const [{ left, top, right, bottom }] = ink.components;
    assert(Math.abs(left - 57) <= 3 && Math.abs(right - 94) <= 3);
    assert(Math.abs(top - 36) <= 3 && Math.abs(bottom - 154) <= 3);
    assert(Math.abs(ink.level - 0.3) < 0.06, `level ${ink.level}`);
  }
});

Deno.test("findInk() finds nothing in grain alone", () => {
  const random = new Random(2, "ink");
  for (const grain of [0, 0.02, 0.1]) {
    const contrast = plane(200, 200, () => random.normal(0, grain));
    assertEquals(findInk(contrast), undefined);
  }
});
