import { tf } from "../../../tfjs.ts";
import { prototypeOf, replaceMethod } from "../replace.ts";

interface Cell {
  readonly cells?: readonly Cell[];
  dropoutMask?: tf.Tensor | tf.Tensor[] | null;
  recurrentDropoutMask?: tf.Tensor | tf.Tensor[] | null;
}

/** The members of TensorFlow.js's `RNN` that are used here. */
interface Recurrent {
  readonly cell: Cell;
  call(inputs: unknown, kwargs: unknown): unknown;
}

/**
 * `tf.layers.rnn` of cells with dropout draws a mask for each sequence. In
 * TensorFlow.js the first one stays, in `predict()`, too, and for batches of
 * another size.
 */
export function mendRecurrentDropout(): void {
  replaceMethod(
    prototypeOf<Recurrent>("RNN"),
    "call",
    (stock) =>
      function (inputs, kwargs) {
        forgetMasks(this.cell);
        return stock.call(this, inputs, kwargs);
      },
  );
}

function forgetMasks(cell: Cell): void {
  for (const key of ["dropoutMask", "recurrentDropoutMask"] as const) {
    const mask = cell[key];
    if (mask) tf.dispose(mask);
    if (mask !== undefined) cell[key] = null;
  }
  cell.cells?.forEach(forgetMasks);
}
