import { assert, assertEquals } from "@std/assert";
import { removeGround } from "../../../../lib/data/pictures/finder/ground.ts";
import { segment } from "../pictures.ts";
import { plane } from "./planes.ts";

/** Whether a pixel is on a ring with a stroke, about a third of the picture. */
function isInk(x: number, y: number): boolean {
  return Math.abs(Math.hypot(x - 150, y - 110) - 40) < 6 ||
    segment(x, y, [150, 150, 165, 200]) < 6;
}

/** Different light on the same ink. */
const LIGHT: Record<string, (x: number, y: number) => number> = {
  even: () => 230,
  gradient: (x, y) => 90 + 0.3 * x + 0.2 * y,
  vignette: (x, y) => 230 - 0.0025 * ((x - 150) ** 2 + (y - 120) ** 2),
  shadow: (x, y) => 180 - 40 * Math.tanh((x + 0.6 * y - 230) / 6),
  "dark paper": () => 60,
};

Deno.test("removeGround() leaves the share of light that the ink takes", () => {
  for (const [name, light] of Object.entries(LIGHT)) {
    const picture = plane(
      240,
      300,
      (x, y) => light(x, y) * (isInk(x, y) ? 0.4 : 1),
    );
    const { contrast, light: isLight } = removeGround(picture);
    assertEquals(isLight, false, name);
    let [ink, inked, ground] = [0, 0, 0];
    contrast.values.forEach((value, at) => {
      const [x, y] = [at % 300, Math.floor(at / 300)];
      if (isInk(x, y)) [ink, inked] = [ink + value, inked + 1];
      else ground = Math.max(ground, value);
    });
    assert(Math.abs(ink / inked - 0.6) < 0.12, `${name}: ink ${ink / inked}`);
    assert(ground < 0.2, `${name}: ground ${ground}`);
  }
});

Deno.test("removeGround() tells light ink on dark ground", () => {
  const board = plane(240, 300, (x, y) => isInk(x, y) ? 220 : 40 + 0.1 * x);
  const { contrast, light } = removeGround(board);
  assertEquals(light, true);
  assert(contrast.values[110 * 300 + 110] > 0.5); // on the ring
  assert(Math.abs(contrast.values[110 * 300 + 150]) < 0.1); // in it
});
