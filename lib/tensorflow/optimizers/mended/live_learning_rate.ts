import { tensorFlowBackend } from "../../backend/active.ts";
import { tf } from "../../tfjs.ts";
import { knownOptimizers } from "../known.ts";
import type { StockOptimizer } from "../stock.ts";

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
  for (const { prototype } of knownOptimizers.keys()) {
    const stock = prototype.applyGradients;
    prototype.applyGradients = function (this: StockOptimizer, gradients) {
      withLiveLearningRate(this, () => stock.call(this, gradients));
    };
  }
}

/**
 * Runs a function that computes with `tf.scalar(optimizer.learningRate)`, its
 * negative, or the optimizer's `c`: recorded, it takes the rate of each call.
 */
export function withLiveLearningRate(
  optimizer: StockOptimizer,
  fn: () => void,
): void {
  const recorder = tensorFlowBackend()?.binding.recorder;
  if (!recorder) {
    takeAssigned(optimizer);
    return fn();
  }
  const rate = Object.getOwnPropertyDescriptor(optimizer, "learningRate");
  const negative = optimizer.c;
  const read = (ahead: number) =>
    optimizer.rateAhead?.(ahead) ?? optimizer.learningRate;
  recorder.withLiveNumber(STAND_IN, optimizer, read, () => {
    try {
      Object.defineProperty(optimizer, "learningRate", {
        ...plain,
        value: STAND_IN,
      });
      if (negative) optimizer.c = tf.scalar(-STAND_IN);
      fn();
    } finally {
      if (rate) Object.defineProperty(optimizer, "learningRate", rate);
      else delete (optimizer as Partial<StockOptimizer>).learningRate;
      if (negative) optimizer.c = negative;
    }
  });
}

const plain = { writable: true, enumerable: true, configurable: true };

/** The learning rate that each optimizer's `c` was made of. */
const rates = new WeakMap<StockOptimizer, number>();

/** Brings `c` up to date if `learningRate` was assigned. */
function takeAssigned(optimizer: StockOptimizer): void {
  const { learningRate, c } = optimizer;
  if (!c || rates.get(optimizer) === learningRate) return;
  c.dispose();
  optimizer.c = tf.keep(tf.scalar(-learningRate));
  rates.set(optimizer, learningRate);
}
