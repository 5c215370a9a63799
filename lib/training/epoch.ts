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
