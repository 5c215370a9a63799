/** What light, paper and a camera do to a picture. @module */
import type { Random } from "../../random.ts";

/** Red, green and blue of each pixel from 0 to 255, and more or less before rounding. */
export interface ColourPicture {
  readonly width: number;
  readonly height: number;
  /** Shape [height, width, 3]. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** Changes each pixel by a factor or an amount for its place. */
export function change(
  picture: ColourPicture,
  at: (x: number, y: number, value: number) => number,
): ColourPicture {
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

/** Uneven light: a gradient, a vignette and a shadow with a soft edge. */
export function light(
  picture: ColourPicture,
  random: Random,
  { gradient, vignette, shadow }: {
    readonly gradient: number;
    readonly vignette: number;
    readonly shadow: number;
  },
): ColourPicture {
  const { width, height } = picture;
  const angle = random.uniform(0, 2 * Math.PI);
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const turn = random.uniform(0, 2 * Math.PI);
  const [sx, sy] = [Math.cos(turn), Math.sin(turn)];
  const edge = random.uniform(-0.5, 0.5);
  const softness = random.uniform(0.03, 0.25);
  return change(picture, (column, row, value) => {
    const x = 2 * column / width - 1;
    const y = 2 * row / height - 1;
    const depth = 1 / (1 + Math.exp(-(x * sx + y * sy - edge) / softness * 4));
    return value * (1 - gradient * (x * dx + y * dy + 1) / 2) *
      (1 - vignette * (x * x + y * y) / 2) * (1 - shadow * depth);
  });
}

/** Looks at the paper from the side: the corners move by up to a share of the size. */
export function tilt(
  picture: ColourPicture,
  random: Random,
  share: number,
): ColourPicture {
  const { width, height, values } = picture;
  const h = homography(
    Array.from({ length: 8 }, () => random.uniform(-share, share)),
  );
  const tilted = new Float32Array(values.length);
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x, y] = [(column + 0.5) / width, (row + 0.5) / height];
      const w = h[6] * x + h[7] * y + 1;
      const u = (h[0] * x + h[1] * y + h[2]) / w * width - 0.5;
      const v = (h[3] * x + h[4] * y + h[5]) / w * height - 0.5;
      const x0 = Math.max(0, Math.min(width - 2, Math.floor(u)));
      const y0 = Math.max(0, Math.min(height - 2, Math.floor(v)));
      const fx = Math.max(0, Math.min(1, u - x0));
      const fy = Math.max(0, Math.min(1, v - y0));
      for (let channel = 0; channel < 3; channel++, i++) {
        const at = 3 * (y0 * width + x0) + channel;
        const below = at + 3 * width;
        tilted[i] = (values[at] * (1 - fx) + values[at + 3] * fx) * (1 - fy) +
          (values[below] * (1 - fx) + values[below + 3] * fx) * fy;
      }
    }
  }
  return { width, height, values: tilted };
}

/** Maps the unit square's corners to places moved by `offsets`, x and y in turn. */
function homography(offsets: readonly number[]): number[] {
  const corners = [[0, 0], [1, 0], [1, 1], [0, 1]];
  const rows: number[][] = [];
  corners.forEach(([x, y], k) => {
    const u = x + offsets[2 * k];
    const v = y + offsets[2 * k + 1];
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u]);
    rows.push([0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  });
  // Gauss and Jordan
  for (let k = 0; k < 8; k++) {
    const pivot = rows.slice(k).reduce((best, row) =>
      Math.abs(row[k]) > Math.abs(best[k]) ? row : best
    );
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(k, 0, pivot.map((value) => value / pivot[k]));
    rows.forEach((row, i) => {
      if (i === k) return;
      const factor = row[k];
      rows[i] = row.map((value, j) => value - factor * rows[k][j]);
    });
  }
  return rows.map((row) => row[8]);
}

/** A blur by the mean of windows, twice: a camera a little out of focus. */
export function defocus(picture: ColourPicture, radius: number): ColourPicture {
  if (radius <= 0) return picture;
  let result = picture;
  for (let pass = 0; pass < 2; pass++) {
    result = alongAxis(result, 3, result.width, 3 * result.width, radius);
    result = alongAxis(result, 3 * result.width, result.height, 3, radius);
  }
  return result;
}

/** Weighted means of neighbours along an axis: whole pixels and a part of the next. */
function alongAxis(
  { width, height, values }: ColourPicture,
  step: number,
  count: number,
  across: number,
  radius: number,
): ColourPicture {
  const whole = Math.floor(radius);
  const part = radius - whole;
  const total = 2 * radius + 1;
  const result = new Float32Array(values.length);
  const lines = values.length / 3 / count;
  for (let line = 0; line < lines; line++) {
    for (let channel = 0; channel < 3; channel++) {
      const start = line * across + channel;
      for (let i = 0; i < count; i++) {
        let sum = 0;
        for (let d = -whole - 1; d <= whole + 1; d++) {
          const at = Math.max(0, Math.min(count - 1, i + d));
          sum += (Math.abs(d) > whole ? part : 1) * values[start + at * step];
        }
        result[start + i * step] = sum / total;
      }
    }
  }
  return { width, height, values: result };
}

/**
 * Grain: of single pixels, as a camera's; and of spots some pixels wide, as paper's.
 *
 * @param fine Standard deviation in grey levels, the same for the three colours
 * @param coarse The spots' own
 */
export function grain(
  picture: ColourPicture,
  random: Random,
  { fine, coarse = 0, spot = 4 }: {
    readonly fine: number;
    readonly coarse?: number;
    readonly spot?: number;
  },
): ColourPicture {
  const { width, height } = picture;
  const spots = smoothNoise(
    width,
    height,
    spot,
    () => coarse > 0 ? random.normal(0, coarse) : 0,
  );
  const pixels = spots.map((value) => value + random.normal(0, fine));
  return change(picture, (x, y, value) => value + pixels[y * width + x]);
}

/**
 * Smooth random numbers, one for each pixel: linear between points of a grid.
 *
 * @param spot The grid's step in pixels
 * @param draw A number for a point
 */
export function smoothNoise(
  width: number,
  height: number,
  spot: number,
  draw: () => number,
): Float32Array {
  const columns = Math.ceil(width / spot) + 1;
  const rows = Math.ceil(height / spot) + 1;
  const points = Float32Array.from({ length: columns * rows }, draw);
  const noise = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const v = Math.floor(y / spot);
    const fy = y / spot - v;
    for (let x = 0; x < width; x++, i++) {
      const u = Math.floor(x / spot);
      const fx = x / spot - u;
      const at = v * columns + u;
      noise[i] = (points[at] * (1 - fx) + points[at + 1] * fx) * (1 - fy) +
        (points[at + columns] * (1 - fx) + points[at + columns + 1] * fx) * fy;
    }
  }
  return noise;
}

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

const TURNED_COSINES = turned(COSINES);

/**
 * What JPEG leaves of a picture: cosine coefficients of blocks of 8 × 8 pixels, rounded.
 *
 * @param coarseness Factor of the table: 0.4 for quality 80, 1 for 50
 */
export function jpeg(
  picture: ColourPicture,
  coarseness: number,
): ColourPicture {
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
        multiply(half, TURNED_COSINES, block);
        for (let at = 0; at < 64; at++) {
          block[at] = Math.round(block[at] / steps[at]) * steps[at];
        }
        multiply(TURNED_COSINES, block, half);
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

function turned(matrix: Float64Array): Float64Array {
  return matrix.map((_, at) => matrix[8 * (at & 7) + (at >> 3)]);
}
