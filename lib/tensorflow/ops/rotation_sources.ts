import { tf } from "../tfjs.ts";

/** The attributes of tf.image.rotateWithOffset. */
export interface Rotation {
  readonly radians: number;
  /** One value, or one for each of the first three channels. */
  readonly fillValue: number | [number, number, number];
  readonly center: number | [number, number];
}

/**
 * Where each pixel of a rotated image comes from: its number in the image, counted
 * row by row, int32 [height · width], and whether it lies inside.
 */
export function rotationSources(
  { radians, center }: Rotation,
  height: number,
  width: number,
): { readonly places: Int32Array; readonly inside: Uint8Array } {
  const [centerX, centerY] = tf.backend_util.getImageCenter(
    center,
    height,
    width,
  );
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  const places = new Int32Array(height * width);
  const inside = new Uint8Array(height * width);
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      const [x, y] = [column - centerX, row - centerY];
      const sourceX = Math.round(x * cos - y * sin + centerX);
      const sourceY = Math.round(x * sin + y * cos + centerY);
      if (
        sourceX >= 0 && sourceX < width && sourceY >= 0 && sourceY < height
      ) {
        inside[i] = 1;
        places[i] = sourceY * width + sourceX;
      }
    }
  }
  return { places, inside };
}
