import type { GreyPicture } from "./grey_picture.ts";

/** Pixels of four bytes: red, green, blue, opacity; row by row. */
export interface RgbaPicture {
  readonly rows: number;
  readonly columns: number;
  readonly values: Uint8Array;
}

/** The smallest difference between shades that counts as something to see. */
const LEAST_CONTRAST = 25;

/**
 * The luminance of a picture on a white ground; on a black one if nothing could be seen
 * on white, as with white strokes on a transparent ground.
 *
 * Luma of Rec. ITU-R BT.601.
 */
export function luminanceOf(
  { rows, columns, values }: RgbaPicture,
): GreyPicture {
  const onGround = (ground: number) => {
    const grey = new Uint8Array(rows * columns);
    for (let k = 0; k < grey.length; k++) {
      const [red, green, blue] = [
        values[4 * k],
        values[4 * k + 1],
        values[4 * k + 2],
      ];
      const opacity = values[4 * k + 3] / 255;
      const light = 0.299 * red + 0.587 * green + 0.114 * blue;
      grey[k] = Math.round(opacity * light + (1 - opacity) * ground);
    }
    return grey;
  };
  const onWhite = onGround(255);
  const grey = contrast(onWhite) < LEAST_CONTRAST ? onGround(0) : onWhite;
  return { rows, columns, values: grey };
}

function contrast(values: Uint8Array): number {
  let [low, high] = [255, 0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low;
}
