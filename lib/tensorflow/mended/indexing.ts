/**
 * Replaces tf.gather: its axis may count from the end, as those of TensorFlow.js's
 * other operations do.
 *
 * @module
 */
import { type Core, core, replaceOps } from "./replace.ts";

const stock = core.gather;

const gather: Core["gather"] = (x, indices, axis = 0, batchDims) =>
  stock(
    x,
    indices,
    axis < 0 && x instanceof core.Tensor ? axis + x.rank : axis,
    batchDims,
  );

replaceOps({ gather });
