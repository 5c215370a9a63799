import { assert, assertEquals } from "@std/assert";
import {
  hasPlainGround,
  wholeDrawing,
} from "../../../lib/data/pictures/plain_drawing.ts";
import type { GreyPicture } from "../../../lib/data/pictures/grey_picture.ts";

/** A picture of 40 × 40 pixels. */
function picture(value: (x: number, y: number) => number): GreyPicture {
  return {
    rows: 40,
    columns: 40,
    values: Uint8Array.from(
      { length: 1600 },
      (_, k) => value(k % 40, Math.floor(k / 40)),
    ),
  };
}

/** A filled disc, dark on a ground. */
const disc = (x: number, y: number, ground: number) =>
  Math.hypot(x - 20, y - 15) < 8 ? 20 : ground;

Deno.test("hasPlainGround() tells a plain ground from paper in uneven light", () => {
  assert(hasPlainGround(picture((x, y) => disc(x, y, 250))));
  assert(hasPlainGround(picture((x, y) => disc(x, y, 245 + (x * y) % 8))));
  // The drawing reaches the edge
  assert(hasPlainGround(picture((x, y) => y < 30 && x === 9 ? 0 : 255)));
  assert(!hasPlainGround(picture((x, y) => disc(x, y, 150 + 2 * x))));
  assert(
    !hasPlainGround(picture((x, y) => x % 8 === 0 || y % 8 === 0 ? 120 : 255)),
  );
});

Deno.test("wholeDrawing() takes all that stands out", () => {
  const { digit, box } = wholeDrawing(picture((x, y) => disc(x, y, 250)))!;
  assertEquals(digit.length, 784);
  assertEquals(box, { left: 13, top: 8, right: 28, bottom: 23 });
  assertEquals(wholeDrawing(picture(() => 99)), undefined);
});
