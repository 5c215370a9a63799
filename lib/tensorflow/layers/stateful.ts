import { tensorFlowBackend } from "../backend/active.ts";
import { RecordingError } from "../backend/errors.ts";
import { stockLayer } from "./stock.ts";

/** The members of TensorFlow.js's recurrent layers that are used here. */
interface Recurrent {
  readonly name: string;
  readonly stateful: boolean;
  apply(...args: unknown[]): unknown;
  call(...args: unknown[]): unknown;
}

/**
 * Makes stateful recurrent layers refuse to be recorded, before they change.
 * They keep their state in JavaScript, where a recorded function has none.
 */
export function refuseRecordingStatefulLayers(): void {
  const prototype: Recurrent = stockLayer<Recurrent, never>("RNN").prototype;
  for (const method of ["apply", "call"] as const) {
    const stock = prototype[method];
    prototype[method] = function (this: Recurrent, ...args) {
      const recorder = tensorFlowBackend()?.binding.recorder;
      if (this.stateful && recorder) {
        throw new RecordingError(
          `Cannot record layer "${this.name}": a recurrent layer that is recorded must not be stateful, since it keeps its state outside the graph; call it op by op, or pass its state as an argument and return it`,
        );
      }
      const run = () => stock.apply(this, args);
      // It keeps its dropout masks until it is called again
      return recorder ? recorder.allowKept(run) : run();
    };
  }
}
