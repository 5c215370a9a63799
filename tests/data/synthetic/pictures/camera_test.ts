import { assert } from "@std/assert";
import {
  type ColourPicture,
  defocus,
  grain,
  jpeg,
  light,
  smoothNoise,
  tilt,
} from "../../../../lib/data/synthetic/pictures/camera.ts";
import { Random } from "../../../../lib/data/random.ts";

/** 40 × 32 pixels of a function of column and row, grey. */
function picture(value: (x: number, y: number) => number): ColourPicture {
  const [width, height] = [40, 32];
  const values = Float32Array.from(
    { length: 3 * width * height },
    (_, at) => {
      const pixel = Math.floor(at / 3);
      return value(pixel % width, Math.floor(pixel / width));
    },
  );
  return { width, height, values };
}

function apart(a: ColourPicture, b: ColourPicture): number {
  return a.values.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - b.values[at])),
    0,
  );
}

const ramp = picture((x, y) => 2 * x + 3 * y);
const even = picture(() => 100);

Deno.test("light() is uneven within its limits", () => {
  const options = { gradient: 0.3, vignette: 0.2, shadow: 0.2 };
  const lit = light(even, new Random(1), options);
  const [low, high] = [Math.min(...lit.values), Math.max(...lit.values)];
  assert(low > 100 * 0.6 * 0.7 * 0.75 && high <= 100, `${low} to ${high}`);
  assert(high - low > 10);
});

Deno.test("tilt() by nothing changes nothing, and little by little", () => {
  assert(apart(tilt(ramp, new Random(1), 0), ramp) < 1e-3);
  const tilted = apart(tilt(ramp, new Random(1), 0.05), ramp);
  assert(tilted > 1 && tilted < 30, `${tilted}`);
});

Deno.test("defocus() keeps even areas, and means over a window", () => {
  assert(apart(defocus(even, 1.5), even) < 1e-3);
  const line = defocus(picture((x) => x === 20 ? 90 : 0), 1);
  // Twice a mean of three: 1 2 3 2 1 ninths
  assert(Math.abs(line.values[3 * (16 * 40 + 20)] - 30) < 1e-3);
  assert(Math.abs(line.values[3 * (16 * 40 + 22)] - 10) < 1e-3);
});

Deno.test("grain() and smoothNoise() have the deviation that is asked for", () => {
  const grained = grain(even, new Random(1), { fine: 5 });
  const squares = grained.values.reduce((sum, v) => sum + (v - 100) ** 2, 0);
  const deviation = Math.sqrt(squares / grained.values.length);
  assert(Math.abs(deviation - 5) < 0.5, `${deviation}`);
  const steady = smoothNoise(30, 20, 7, () => 3);
  assert(steady.every((value) => Math.abs(value - 3) < 1e-6));
});

Deno.test("jpeg() keeps even areas, and loses detail", () => {
  assert(apart(jpeg(even, 0.5), even) < 2);
  const dots = picture((x, y) => (x * 7 + y * 13) % 5 === 0 ? 140 : 100);
  assert(apart(jpeg(dots, 1), dots) > 5);
  assert(apart(jpeg(dots, 0.001), dots) < 2);
});
