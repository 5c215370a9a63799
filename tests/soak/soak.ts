/** Training and evaluation for as long as wanted, with an eye on memory. @module */
import type { Dataset } from "../../lib/data/digits.ts";
import { evaluate } from "../../lib/evaluation/evaluate.ts";
import { createNetwork } from "../../lib/model/network.ts";
import { tf } from "../../lib/tensorflow/mod.ts";
import type { BatchEvent } from "../../lib/training/epoch_result.ts";
import { train } from "../../lib/training/loop.ts";
import { type Recipe, recipes } from "../../lib/training/recipes/recipes.ts";

/** The state of the process between two runs. */
export interface Reading {
  readonly minutes: number;
  /** Runs that have ended. */
  readonly runs: number;
  /** Resident memory, the garbage collector having run if it can be asked. */
  readonly mebibytes: number;
  /** JavaScript's heap in use. */
  readonly heapMebibytes: number;
  /** Tensors that are alive. */
  readonly tensors: number;
  /** Of the run that has ended, on the test set. */
  readonly accuracy: number;
}

/** One epoch a run: what a run makes and leaves is made and left most often. */
const recipe: Recipe = { ...recipes.best, epochs: 1 };

/**
 * Runs that follow each other in one process, each with a network, optimizer and
 * recordings of its own, and a score of both sets at its end.
 *
 * @param onReading Called after each run.
 * @param onBatch Called after each step, for example to draw.
 */
export async function soak(
  minutes: number,
  dataset: Dataset,
  onReading: (reading: Reading) => unknown,
  onBatch?: (event: BatchEvent) => unknown,
): Promise<Reading[]> {
  const start = performance.now();
  const passed = () => (performance.now() - start) / 60_000;
  const readings: Reading[] = [];
  while (passed() < minutes) {
    const seed = readings.length + 1;
    const model = createNetwork(recipe.network, seed);
    const options = { onBatch };
    const [{ testCorrect, testCount }] = await train(
      model,
      dataset,
      { ...recipe, seed },
      options,
    );
    const normalization = { mean: 0.13, standardDeviation: 0.31 };
    await evaluate(model, dataset.train, normalization);
    model.dispose();
    (globalThis as { gc?: () => void }).gc?.();
    const { rss, heapUsed } = Deno.memoryUsage();
    const reading: Reading = {
      minutes: passed(),
      runs: seed,
      mebibytes: rss / 2 ** 20,
      heapMebibytes: heapUsed / 2 ** 20,
      tensors: tf.memory().numTensors,
      accuracy: testCorrect / testCount,
    };
    readings.push(reading);
    await onReading(reading);
  }
  return readings;
}

/** A reading as a line. */
export function readingLine(reading: Reading): string {
  const { minutes, runs, mebibytes, heapMebibytes, tensors, accuracy } =
    reading;
  return `${minutes.toFixed(1)} min, run ${runs}: ${
    mebibytes.toFixed(1)
  } MiB, heap ${heapMebibytes.toFixed(1)} MiB, ${tensors} tensors, accuracy ${
    (100 * accuracy).toFixed(2)
  } %`;
}

/** How far memory may grow from the first third of the readings to the last. */
const GROWTH = 0.03;

/**
 * What is wrong with the readings; undefined if memory and tensors are flat.
 */
export function leak(readings: readonly Reading[]): string | undefined {
  const third = Math.floor(readings.length / 3);
  if (third < 2) return "at least six runs are needed: give it more minutes";
  const mean = (part: readonly Reading[]) =>
    part.reduce((sum, { mebibytes }) => sum + mebibytes, 0) / part.length;
  // The first run brings in code and TensorFlow's memory
  const first = mean(readings.slice(1, third + 1));
  const last = mean(readings.slice(-third));
  if (last > first * (1 + GROWTH)) {
    return `memory grew from ${first.toFixed(1)} to ${last.toFixed(1)} MiB`;
  }
  const { tensors } = readings[0];
  const left = readings.find((reading) => reading.tensors !== tensors);
  return left &&
    `tensors: ${tensors} after run 1, ${left.tensors} after run ${left.runs}`;
}
