import { tf } from "../../../tfjs.ts";
import { prototypeOf, replaceMethod } from "../replace.ts";

/** The members of TensorFlow.js's `LSTMCell` that are used here. */
interface Cell {
  build(inputShape: unknown): void;
}

/** LSTM layers with `unitForgetBias`, Keras's default, leave no tensors behind. */
export function mendLstm(): void {
  replaceMethod(
    prototypeOf<Cell>("LSTMCell"),
    "build",
    (stock) =>
      function (inputShape) {
        tf.tidy(() => stock.call(this, inputShape));
      },
  );
}
