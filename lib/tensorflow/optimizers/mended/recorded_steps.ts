import { tensorFlowBackend } from "../../backend/active.ts";
import { tf } from "../../tfjs.ts";

/** The members of TensorFlow.js's optimizers that are used here. */
interface Optimizer {
  incrementIterations(): void;
}

/** Makes a recorded step count at each call, not only when it is recorded. */
export function countRecordedSteps(): void {
  const prototype = tf.Optimizer.prototype as unknown as Optimizer;
  const { incrementIterations } = prototype;
  prototype.incrementIterations = function (this: Optimizer) {
    const increment = () => incrementIterations.call(this);
    const recorder = tensorFlowBackend()?.binding.recorder;
    if (recorder) recorder.afterEachCall(increment);
    else increment();
  };
}
