import {
  CLASS_COUNT,
  COLUMNS,
  createDigits,
  type Dataset,
  DIGIT_SIZE,
  type Digits,
  PIXELS,
  ROWS,
} from "../digits.ts";
import { type Glyph, GLYPHS, type Stroke } from "./glyphs.ts";
import { Random } from "../random.ts";
import { drawLines, type PenLine, spline } from "./strokes.ts";

/** Points on the curve for each pair of control points. */
const STEPS = 5;

/**
 * Draws digits that look handwritten: strokes of random shape, slant, rotation,
 * proportions, thickness, pressure and noise, scaled into 20 × 20 pixels and centred
 * by mass in 28 × 28, as MNIST's are.
 *
 * Each ten digits are the ten classes in random order. A digit depends only on the
 * seed, the name and its index, so a longer set begins with the shorter one.
 *
 * @param count Number of digits, at least 1
 * @param seed A whole number from 0 to 2^53 - 1
 * @param name Names one of the seed's independent sets
 * @param glyphs The ways of writing each digit. Default `GLYPHS`
 * @throws {RangeError} if count or seed is out of range
 */
export function syntheticDigits(
  { count, seed, name = "digits", glyphs = GLYPHS }: {
    count: number;
    seed: number;
    name?: string;
    glyphs?: readonly (readonly Glyph[])[];
  },
): Digits {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(
      `Cannot draw digits: count must be a whole number of at least 1: current value is ${count}`,
    );
  }
  const images = new Uint8Array(count * PIXELS);
  const labels = new Uint8Array(count);
  const random = new Random(seed, "synthetic", name);
  let order = new Int32Array(0);
  for (let i = 0; i < count; i++) {
    if (i % CLASS_COUNT === 0) {
      order = random.shuffle(
        Int32Array.from({ length: CLASS_COUNT }, (_, k) => k),
      );
    }
    labels[i] = order[i % CLASS_COUNT];
    drawDigit(glyphs[labels[i]], random, images.subarray(i * PIXELS));
  }
  return createDigits(images, labels);
}

/**
 * A training and a test set of synthetic digits that share no digit.
 *
 * @throws {RangeError} if a count or the seed is out of range
 */
export function syntheticDataset(
  { train = 12_000, test = 2_000, seed = 1 }: {
    train?: number;
    test?: number;
    seed?: number;
  } = {},
): Dataset {
  return {
    train: syntheticDigits({ count: train, seed, name: "train" }),
    test: syntheticDigits({ count: test, seed, name: "test" }),
    source: {
      kind: "synthetic",
      name: "synthetic digits",
      place: `drawn by this program: ${train} + ${test}, seed ${seed}`,
    },
  };
}

/** Draws one digit into the first 784 bytes of `pixels`. */
function drawDigit(
  glyphs: readonly Glyph[],
  random: Random,
  pixels: Uint8Array,
): void {
  const glyph = pickGlyph(glyphs, random);
  const curves = fitToMnist(
    distort(glyph.strokes, random).map((points) => spline(points, STEPS)),
    random,
  );
  const radius = Math.max(0.7, random.normal(1.12, 0.3));
  const ink = drawLines(
    curves.map((points) => withPressure(points, radius, random)),
    random.uniform(1, 1.8),
  );
  const brightness = random.uniform(1, 1.5);
  const grain = random.uniform(0, 0.08);
  for (let i = 0; i < PIXELS; i++) {
    if (ink[i] === 0) continue;
    const value = ink[i] * (brightness + grain * random.normal());
    pixels[i] = Math.round(255 * Math.min(1, Math.max(0, value)));
  }
}

/** One of a digit's glyphs, each as probable as its weight says. */
export function pickGlyph(glyphs: readonly Glyph[], random: Random): Glyph {
  const total = glyphs.reduce((sum, { weight }) => sum + weight, 0);
  let left = random.uniform(0, total);
  return glyphs.find(({ weight }) => (left -= weight) < 0) ?? glyphs[0];
}

/** Moves every point at random, then bends, stretches, slants and rotates. */
export function distort(strokes: readonly Stroke[], random: Random): Stroke[] {
  const wobble = random.uniform(0.01, 0.045);
  const slant = random.normal(0.2, 0.21);
  const angle = random.normal(0, 0.09); // radians
  const width = Math.exp(random.normal(0, 0.17));
  const bendX = random.normal(0, 0.045);
  const bendY = random.normal(0, 0.045);
  const phase = random.uniform(0, 2 * Math.PI);
  return strokes.map((stroke) => {
    const distorted = new Float64Array(stroke.length);
    let dx = 0;
    let dy = 0;
    for (let i = 0; i < stroke.length; i += 2) {
      const corner = i > 0 && stroke[i] === stroke[i - 2] &&
        stroke[i + 1] === stroke[i - 1];
      if (!corner) {
        dx = random.normal(0, wobble);
        dy = random.normal(0, wobble);
      }
      const x0 = stroke[i] + dx;
      const y0 = stroke[i + 1] + dy;
      const x = width * (x0 + bendX * Math.sin(4 * y0 + phase)) +
        slant * (0.5 - y0);
      const y = y0 + bendY * Math.sin(4 * x0 + phase);
      distorted[i] = x * Math.cos(angle) - y * Math.sin(angle);
      distorted[i + 1] = x * Math.sin(angle) + y * Math.cos(angle);
    }
    return distorted;
  });
}

/** Scales curves to an MNIST digit's size, and centres them by mass. */
function fitToMnist(
  curves: readonly Float64Array[],
  random: Random,
): Float64Array[] {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  const moment = [0, 0];
  let mass = 0;
  for (const curve of curves) {
    for (let i = 0; i < curve.length; i += 2) {
      const length = i === 0
        ? 0
        : Math.hypot(curve[i] - curve[i - 2], curve[i + 1] - curve[i - 1]);
      mass += length;
      for (let axis = 0; axis < 2; axis++) {
        const at = curve[i + axis];
        low[axis] = Math.min(low[axis], at);
        high[axis] = Math.max(high[axis], at);
        if (i > 0) moment[axis] += length * (at + curve[i + axis - 2]) / 2;
      }
    }
  }
  // Leaves room for the pen, which MNIST's 20 pixels include
  const extent = Math.max(high[0] - low[0], high[1] - low[1]);
  const scale = (DIGIT_SIZE - random.uniform(2, 3.5)) / extent;
  const middle = [COLUMNS / 2, ROWS / 2]; // of MNIST's mass, on average
  return curves.map((curve) =>
    curve.map((at, i) => (at - moment[i % 2] / mass) * scale + middle[i % 2])
  );
}

/** Varies the pen's radius, in pixels, along a stroke. */
function withPressure(
  points: Float64Array,
  radius: number,
  random: Random,
): PenLine {
  const swell = random.uniform(0, 0.2);
  const waves = random.uniform(0.05, 0.25);
  const phase = random.uniform(0, 2 * Math.PI);
  const radii = Float64Array.from(
    { length: points.length / 2 },
    (_, i) => radius * (1 + swell * Math.sin(waves * i + phase)),
  );
  return { points, radii };
}
