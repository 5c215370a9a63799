import { tensorFlowBackend } from "../backend/active.ts";
import { tf } from "../tfjs.ts";
import { type StockOptimizer, stockOptimizers } from "./stock.ts";

/**
 * Stands for a learning rate while a step is recorded: a normal float32, far
 * from any number that an optimizer computes with.
 */
const STAND_IN = Math.fround(4.321987e-29);

/**
 * Makes the stock optimizers take `learningRate` as it is at each step, also
 * when the step was recorded: recorded, it would stay a constant for ever. SGD
 * and momentum notice an assigned `learningRate`, which in TensorFlow.js only
 * `setLearningRate()` changes.
 */
export function readLearningRatesAtEachCall(): void {
  for (const { prototype } of stockOptimizers.keys()) {
    const stock = prototype.applyGradients;
    prototype.applyGradients = function (this: StockOptimizer, gradients) {
      const recorder = tensorFlowBackend()?.binding.recorder;
      if (!recorder) {
        takeAssigned(this);
        return stock.call(this, gradients);
      }
      const rate = this.learningRate;
      const negative = this.c;
      const read = () => this.learningRate;
      recorder.withLiveNumber(STAND_IN, this, read, () => {
        try {
          this.learningRate = STAND_IN;
          if (negative) this.c = tf.scalar(-STAND_IN);
          stock.call(this, gradients);
        } finally {
          this.learningRate = rate;
          if (negative) this.c = negative;
        }
      });
    };
  }
}

/** The learning rate that each optimizer's `c` was made of. */
const rates = new WeakMap<StockOptimizer, number>();

/** Brings `c` up to date if `learningRate` was assigned. */
function takeAssigned(optimizer: StockOptimizer): void {
  const { learningRate, c } = optimizer;
  if (!c || rates.get(optimizer) === learningRate) return;
  optimizer.setLearningRate!(learningRate);
  rates.set(optimizer, learningRate);
}
