/** What light and a camera's lens do to a picture. @module */
import type { Random } from "../../random.ts";
import { change, type RgbPicture } from "./rgb_picture.ts";

/** Uneven light: a gradient, a vignette and a shadow with a soft edge. */
export function light(
  picture: RgbPicture,
  random: Random,
  { gradient, vignette, shadow }: {
    readonly gradient: number;
    readonly vignette: number;
    readonly shadow: number;
  },
): RgbPicture {
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
  picture: RgbPicture,
  random: Random,
  share: number,
): RgbPicture {
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
export function defocus(picture: RgbPicture, radius: number): RgbPicture {
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
  { width, height, values }: RgbPicture,
  step: number,
  count: number,
  across: number,
  radius: number,
): RgbPicture {
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
