import type { RgbPicture } from "./rgb_picture.ts";

/** JPEG's table for luminance (ITU-T T.81, table K.1). */
const QUANTIZATION = [
  [16, 11, 10, 16, 24, 40, 51, 61],
  [12, 12, 14, 19, 26, 58, 60, 55],
  [14, 13, 16, 24, 40, 57, 69, 56],
  [14, 17, 22, 29, 51, 87, 80, 62],
  [18, 22, 37, 56, 68, 109, 103, 77],
  [24, 35, 55, 64, 81, 104, 113, 92],
  [49, 64, 78, 87, 103, 121, 120, 101],
  [72, 92, 95, 98, 112, 100, 103, 99],
];

/** The 8 × 8 matrix of the discrete cosine transform, row by row. */
const COSINES = Float64Array.from({ length: 64 }, (_, at) => {
  const [u, x] = [at >> 3, at & 7];
  return Math.sqrt((u === 0 ? 1 : 2) / 8) *
    Math.cos((2 * x + 1) * u * Math.PI / 16);
});

const TRANSPOSED_COSINES = transposed(COSINES);

/**
 * What JPEG leaves of a picture: cosine coefficients of blocks of 8 × 8 pixels, rounded.
 *
 * @param coarseness Factor of the table: 0.4 for quality 80, 1 for 50
 */
export function jpeg(
  picture: RgbPicture,
  coarseness: number,
): RgbPicture {
  const { width, height, values } = picture;
  const result = Float32Array.from(values);
  const [block, half] = [new Float64Array(64), new Float64Array(64)];
  const steps = QUANTIZATION.flat().map((step) =>
    Math.max(1, step * coarseness)
  );
  for (let top = 0; top + 8 <= height; top += 8) {
    for (let left = 0; left + 8 <= width; left += 8) {
      for (let channel = 0; channel < 3; channel++) {
        const start = 3 * (top * width + left) + channel;
        const place = (at: number) =>
          start + 3 * ((at >> 3) * width + (at & 7));
        for (let at = 0; at < 64; at++) block[at] = values[place(at)];
        multiply(COSINES, block, half);
        multiply(half, TRANSPOSED_COSINES, block);
        for (let at = 0; at < 64; at++) {
          block[at] = Math.round(block[at] / steps[at]) * steps[at];
        }
        multiply(TRANSPOSED_COSINES, block, half);
        multiply(half, COSINES, block);
        for (let at = 0; at < 64; at++) result[place(at)] = block[at];
      }
    }
  }
  return { width, height, values: result };
}

/** product = a · b, all of them 8 × 8. */
function multiply(a: Float64Array, b: Float64Array, product: Float64Array) {
  for (let row = 0; row < 64; row += 8) {
    for (let column = 0; column < 8; column++) {
      let sum = 0;
      for (let k = 0; k < 8; k++) sum += a[row + k] * b[8 * k + column];
      product[row + column] = sum;
    }
  }
}

function transposed(matrix: Float64Array): Float64Array {
  return matrix.map((_, at) => matrix[8 * (at & 7) + (at >> 3)]);
}
