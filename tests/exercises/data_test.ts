import { assertEquals, assertStringIncludes } from "@std/assert";
import { PIXELS, syntheticDigits } from "../../lib/data/mod.ts";
import { type Exercise, verdict } from "../../lib/exercises/check.ts";
import * as exercises from "../../lib/exercises/data.ts";

async function assertRight<Answer>(
  exercise: Exercise<Answer>,
  answer: Answer,
): Promise<void> {
  const text = await verdict(exercise, answer);
  assertEquals(text.slice(0, 6), "Right.", text);
}

async function assertHint<Answer>(
  exercise: Exercise<Answer>,
  answer: Answer,
  hint: string,
): Promise<void> {
  const text = await verdict(exercise, answer);
  assertStringIncludes(text, "Not yet: ");
  assertStringIncludes(text, hint);
}

const digits = syntheticDigits({ count: 100, seed: 1 });

Deno.test("blankPixels counts pixels that no image has ink in", async () => {
  const exercise = exercises.blankPixels(digits);
  const blank = Array.from({ length: PIXELS }, (_, p) => p).filter((p) => {
    for (let k = 0; k < 100; k++) {
      if (digits.images[k * PIXELS + p] > 0) return false;
    }
    return true;
  }).length;
  await assertRight(exercise, blank);
  await assertHint(exercise, PIXELS - blank, "others are asked for");
  const first = digits.images.subarray(0, PIXELS).filter((v) => v === 0).length;
  await assertHint(exercise, first, "the first image alone");
});

Deno.test("nearestPair takes either order and says how far another pair is", async () => {
  const far = [0, 100, 110, 250].map((v) => new Float64Array(PIXELS).fill(v));
  const exercise = exercises.nearestPair(far);
  await assertRight(exercise, [1, 2]);
  await assertRight(exercise, [2, 1]);
  await assertHint(exercise, [0, 3], "27.45 apart");
  await assertHint(exercise, [2, 2], "distance 0 from itself");
  await assertHint(exercise, [0, 9], "classes, from 0");
});

Deno.test("batchesAndLast counts the last, smaller batch", async () => {
  const { batchesAndLast } = exercises;
  await assertRight(batchesAndLast, [860, 24]);
  await assertHint(batchesAndLast, [859, 24], "full batches");
  await assertHint(batchesAndLast, [938, 32], "held out");
  await assertHint(batchesAndLast, [860, 64], "element 1");
});

Deno.test("mirrored knows other mirrors", async () => {
  const { mirrored } = exercises;
  const rows = (pixels: Uint8Array) =>
    Array.from({ length: 28 }, (_, y) => pixels.subarray(28 * y, 28 * y + 28));
  await assertRight(
    mirrored,
    (pixels) => rows(pixels).flatMap((row) => [...row.toReversed()]),
  );
  await assertHint(mirrored, (pixels) => pixels.toReversed(), "180°");
  await assertHint(
    mirrored,
    (pixels) => rows(pixels).toReversed().flatMap((row) => [...row]),
    "upside down",
  );
  await assertHint(mirrored, (pixels) => pixels.reverse(), "make a new one");
  await assertHint(mirrored, (pixels) => pixels, "element 0");
});
