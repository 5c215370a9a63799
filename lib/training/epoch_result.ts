import * as v from "valibot";
import { finite, integer } from "../files/json.ts";

/** Progress within an epoch, after a step. */
export interface BatchEvent {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** From 0. */
  readonly batch: number;
  readonly batches: number;
  /** Mean over the batch. */
  readonly loss: number;
  readonly learningRate: number;
  /** Time that the epoch's steps have taken so far. */
  readonly seconds: number;
}

/** One epoch's results. */
export interface EpochResult {
  /** From 1. */
  readonly epoch: number;
  /**
   * Mean training loss over the epoch's images, against smoothed labels or the
   * teachers' answers where the recipe has them.
   */
  readonly trainLoss: number;
  /** Mean negative log-likelihood over the test set. */
  readonly testLoss: number;
  readonly testCorrect: number;
  readonly testCount: number;
  /** Of the epoch's last step. */
  readonly learningRate: number;
  /** Spent on training steps, evaluation left out. */
  readonly seconds: number;
}

const epochResult = v.pipe(
  v.object({
    epoch: v.pipe(integer, v.minValue(1)),
    trainLoss: finite,
    testLoss: finite,
    testCorrect: v.pipe(integer, v.minValue(0)),
    testCount: v.pipe(integer, v.minValue(1)),
    learningRate: finite,
    seconds: finite,
  }),
  v.forward(
    v.check(
      ({ testCorrect, testCount }) => testCorrect <= testCount,
      ({ input: { testCount } }) => `must be at most ${testCount}`,
    ),
    ["testCorrect"],
  ),
);

/** The results of epochs 1, 2, 3, … in JSON. */
export const epochResultsSchema = v.pipe(
  v.array(epochResult),
  v.check(
    (results) => results.every(({ epoch }, index) => epoch === index + 1),
    "must be epochs 1, 2, 3, …",
  ),
) satisfies v.GenericSchema<unknown, EpochResult[]>;
