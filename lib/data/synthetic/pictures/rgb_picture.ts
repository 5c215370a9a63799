/** Red, green and blue of each pixel, from 0 to 255 once rounded and cut off. */
export interface RgbPicture {
  readonly width: number;
  readonly height: number;
  /** Shape [height, width, 3]. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** Changes each value by a function of its place. */
export function change(
  picture: RgbPicture,
  at: (x: number, y: number, value: number) => number,
): RgbPicture {
  const { width, height, values } = picture;
  const changed = new Float32Array(values.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++, i++) {
        changed[i] = at(x, y, values[i]);
      }
    }
  }
  return { width, height, values: changed };
}
