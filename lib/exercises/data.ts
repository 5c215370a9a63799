/** Exercises of lesson 2, "The data". @module */
import { type Digits, PIXELS } from "../data/digits.ts";
import { imageDistance } from "../data/mean_images.ts";
import type { Exercise } from "./check.ts";
import { functionHint, listHint, numberHint } from "./hints.ts";

/** How many pixels are 0 in all of these images. */
export function blankPixels({ images }: Digits): Exercise<number> {
  return {
    hint(answer) {
      const inked = new Uint8Array(PIXELS);
      const firstInked = images.subarray(0, PIXELS).filter((v) => v > 0).length;
      for (let k = 0; k < images.length; k++) {
        if (images[k] > 0) inked[k % PIXELS] = 1;
      }
      const right = inked.filter((ink) => ink === 0).length;
      if (answer === PIXELS - right && answer !== right) {
        return "that is how many pixels have ink in some image; the others are asked for.";
      }
      if (answer === PIXELS - firstInked && answer !== right) {
        return "that is the first image alone.";
      }
      return numberHint(answer, right);
    },
    insight:
      "Normalized, they are −0.4241 in every image: a constant, which tells a network nothing.",
  };
}

/** The two digits whose means are nearest to each other, in either order. */
export function nearestPair(
  means: readonly ArrayLike<number>[],
): Exercise<readonly [number, number]> {
  return {
    hint(answer) {
      let [least, right] = [Infinity, [0, 0]];
      means.forEach((mean, a) => {
        for (let b = 0; b < a; b++) {
          const distance = imageDistance(mean, means[b]);
          if (distance < least) [least, right] = [distance, [b, a]];
        }
      });
      if (!Array.isArray(answer) || answer.length !== 2) {
        return "two digits are needed, as in `[0, 1]`.";
      }
      if (answer[0] === answer[1]) {
        return "a mean is at distance 0 from itself; leave these pairs out.";
      }
      const known = answer.every((digit) => means[digit] !== undefined);
      if (!known) return "both must be classes, from 0.";
      const sorted = answer.toSorted((a, b) => a - b);
      return listHint(sorted, right) &&
        `these two are ${
          imageDistance(means[answer[0]], means[answer[1]]).toFixed(2)
        } apart; another pair is nearer.`;
    },
    insight: "Where means are near, errors are frequent.",
  };
}

/** Batches of 64 in an epoch of 55,000 digits, and the digits in the last one. */
export const batchesAndLast: Exercise<readonly [number, number]> = {
  hint(answer) {
    const [digits, size] = [55_000, 64];
    const right = [Math.ceil(digits / size), digits % size];
    if (Array.isArray(answer) && answer[0] === right[0] - 1) {
      return "these are the full batches; what is left makes one more.";
    }
    if (Array.isArray(answer) && answer[0] === Math.ceil(60_000 / size)) {
      return "5,000 of the digits are held out.";
    }
    return listHint(answer, right);
  },
  insight: "Some programs drop the last, smaller batch; this one keeps it.",
};

/** An image of 28 by 28 pixels, mirrored left to right. */
export const mirrored: Exercise<
  (pixels: Uint8Array) => ArrayLike<number>
> = {
  hint(answer) {
    const image = Uint8Array.from(
      { length: PIXELS },
      (_, p) => (p * 37 + Math.floor(p / 28)) % 251,
    );
    const copy = image.slice();
    const found = answer(image);
    if (image.some((value, p) => value !== copy[p])) {
      return "the function changes the image that it was given; make a new one.";
    }
    const is = (right: Uint8Array) => !listHint(found, right);
    if (is(image.toReversed())) {
      return "that is turned by 180°: mirror each row by itself.";
    }
    const upsideDown = image.map((_, p) =>
      image[PIXELS - 28 - (p - p % 28) + p % 28]
    );
    if (is(upsideDown)) {
      return "that is upside down: the rows stay where they are, the columns change.";
    }
    const right = (pixels: Uint8Array) =>
      pixels.map((_, p) => pixels[p - p % 28 + 27 - p % 28]);
    return functionHint(answer, right, [[image]]);
  },
  insight: "Mirroring is no movement to augment digits with.",
};
