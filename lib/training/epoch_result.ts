import * as v from "valibot";
import {
  fieldMust,
  type Fields,
  list,
  mustBe,
  number,
  object,
  type Schema,
  whole,
} from "../files/json.ts";

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
  object<Fields<EpochResult>>({
    epoch: whole(1),
    trainLoss: number(),
    testLoss: number(),
    testCorrect: whole(0),
    testCount: whole(1),
    learningRate: number(),
    seconds: number(),
  }),
  fieldMust(
    "testCorrect",
    ({ testCorrect, testCount }) =>
      testCorrect > testCount ? `at most ${testCount}` : undefined,
  ),
);

/** The results of epochs 1, 2, 3, … in JSON. */
export const epochResultsSchema: Schema<EpochResult[]> = v.pipe(
  list(epochResult),
  v.check(
    (results) => results.every(({ epoch }, index) => epoch === index + 1),
    mustBe("epochs 1, 2, 3, …"),
  ),
);
