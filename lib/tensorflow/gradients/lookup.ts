import { tf } from "../tfjs.ts";
import { type Attributes, noGradient, setGradient } from "./gradient.ts";

/** Gradients of what looks values up in tables, or counts them. */
export function registerLookupGradients(): void {
  setGradient(
    "GatherV2",
    { inputs: ["x", "indices"] },
    (dy, [x, indices], attributes) => ({
      x: () => gatherGradient(x, indices, dy, attributes),
      indices: noGradient(indices),
    }),
  );
  setGradient(
    "SparseFillEmptyRows",
    {
      inputs: ["indices", "values", "denseShape", "defaultValue"],
      outputs: [false, false, false, true],
    },
    (_, saved, __, [, dy]) => {
      const [indices, , denseShape, defaultValue, places] = saved;
      const given = () => tf.gather(dy, places as tf.Tensor1D);
      return {
        values: given,
        defaultValue: () =>
          tf.reshape(tf.sub(tf.sum(dy), tf.sum(given())), defaultValue.shape),
        indices: noGradient(indices),
        denseShape: noGradient(denseShape),
      };
    },
  );
  registerBincountGradients();
}

/**
 * Adds rows up where they came from. In batches, row i of batch b counts as row
 * b · size + i of one table.
 */
function gatherGradient(
  x: tf.Tensor,
  indices: tf.Tensor,
  dy: tf.Tensor,
  attributes: Attributes,
): tf.Tensor {
  const { axis: given, batchDims = 0 } = attributes as {
    axis: number;
    batchDims?: number;
  };
  if (x.size === 0 || dy.size === 0) return tf.zeros(x.shape);
  const [axis] = tf.util.parseAxisParam(given, x.shape);
  const count = (shape: number[]) => tf.util.sizeFromShape(shape);
  const batches = count(x.shape.slice(0, batchDims));
  const outer = count(x.shape.slice(batchDims, axis));
  const size = x.shape[axis];
  const inner = count(x.shape.slice(axis + 1));
  const picked = indices.size / batches;
  const rows = tf.transpose(
    tf.reshape(dy, [batches, outer, picked, inner]),
    [0, 2, 1, 3],
  );
  const starts = tf.mul(
    tf.range(0, batches, 1, "int32"),
    tf.scalar(size, "int32"),
  );
  const places = tf.add(
    tf.reshape(indices, [batches, picked]),
    tf.reshape(starts, [batches, 1]),
  );
  const sums = tf.unsortedSegmentSum(
    tf.reshape(rows, [batches * picked, outer, inner]),
    tf.reshape(places, [batches * picked]) as tf.Tensor1D,
    batches * size,
  );
  const table = tf.reshape(sums, [batches, size, outer, inner]);
  return tf.reshape(tf.transpose(table, [0, 2, 1, 3]), x.shape);
}

/** By the weights: each counted value's weight went to one bin. */
function registerBincountGradients(): void {
  setGradient("Bincount", { inputs: ["x", "weights"] }, (dy, [x, weights]) => ({
    x: noGradient(x),
    weights: () => binOf(dy, x, weights),
  }));
  setGradient(
    "DenseBincount",
    { inputs: ["x", "weights"] },
    (dy, [x, weights], { binaryOutput }) => ({
      x: noGradient(x),
      weights: binaryOutput || weights.size === 0
        ? noGradient(weights)
        : () => binOf(dy, x, weights),
    }),
  );
}

/** What each value's bin got, 0 where the value is beyond the last bin. */
function binOf(dy: tf.Tensor, x: tf.Tensor, weights: tf.Tensor): tf.Tensor {
  if (weights.size === 0) return tf.zeros(weights.shape);
  const bins = tf.oneHot(tf.cast(x, "int32"), dy.shape.at(-1)!);
  return tf.sum(tf.mul(bins, tf.expandDims(dy, -2)), -1);
}
