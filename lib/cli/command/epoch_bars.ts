import { batchDescription } from "../../terminal/result_lines.ts";
import type { BatchEvent } from "../../training/epoch_result.ts";
import {
  ProgressBar,
  type ProgressTarget,
  stderrTarget,
} from "../../terminal/progress_bar.ts";

/** A progress bar for each epoch of a run, on standard error. */
export class EpochBars {
  #target: ProgressTarget;
  #bar: ProgressBar | undefined;
  #epoch = 0;

  constructor(target: ProgressTarget = stderrTarget()) {
    this.#target = target;
  }

  /** Shows a finished batch; the last one of an epoch ends the bar. */
  update(
    { epoch, batch, batches, loss }: Omit<BatchEvent, "learningRate">,
  ): void {
    if (epoch !== this.#epoch || !this.#bar) {
      // A resumed run may begin in the middle of an epoch
      this.#bar = new ProgressBar(batches, this.#target, undefined, batch);
      this.#epoch = epoch;
    }
    this.#bar.update(batch + 1, batchDescription(loss, batch));
    if (batch + 1 === batches) {
      this.#bar.close();
      this.#bar = undefined;
    }
  }

  /** Leaves an unfinished bar as it stands. */
  abandon(): void {
    this.#bar?.abandon();
    this.#bar = undefined;
  }
}
