import { tf } from "../tfjs.ts";
import { noGradient, setGradient } from "./gradient.ts";

/** Gradients of what picks places of a tensor, or writes to them. */
export function registerIndexingGradients(): void {
  setGradient("GatherNd", { inputs: ["params", "indices"] }, (
    dy,
    [params, indices],
  ) => ({
    params: () => scatter(indices, dy, params.shape),
    indices: noGradient(indices),
  }));
  setGradient("ScatterNd", { inputs: ["indices", "updates"] }, (
    dy,
    [indices, updates],
  ) => ({
    updates: () => gather(dy, indices, updates.shape),
    indices: noGradient(indices),
  }));
  setGradient("TensorScatterUpdate", {
    inputs: ["indices", "updates"],
  }, (dy, [indices, updates]) => ({
    tensor: () => tf.tensorScatterUpdate(dy, indices, tf.zerosLike(updates)),
    updates: () => gather(dy, indices, updates.shape),
    indices: noGradient(indices),
  }));
  setGradient("SparseToDense", {
    inputs: ["sparseIndices", "sparseValues", "defaultValue"],
  }, (dy, [indices, values, defaultValue]) => ({
    sparseIndices: noGradient(indices),
    sparseValues: () => {
      // A vector has one index per value, a scalar is one index
      const places = tf.reshape(indices, [
        -1,
        indices.rank < 2 ? 1 : indices.shape[1]!,
      ]);
      const picked = tf.gatherND(dy, places as tf.Tensor2D);
      return values.rank === 0
        ? tf.reshape(tf.sum(picked), [])
        : tf.reshape(picked, values.shape);
    },
    defaultValue: () => {
      const places = tf.reshape(indices, [
        -1,
        indices.rank < 2 ? 1 : indices.shape[1]!,
      ]);
      const written = tf.scatterND(
        places as tf.Tensor2D,
        tf.ones([places.shape[0]!]),
        dy.shape,
      );
      const left = tf.equal(written, 0);
      const total = tf.sum(tf.where(left, dy, tf.zerosLike(dy)));
      return tf.reshape(total, defaultValue.shape);
    },
  }));
  setGradient("StridedSlice", { inputs: ["x"] }, (dy, [x], attributes) => ({
    x: () => {
      const all = tf.reshape(tf.range(0, x.size, 1, "int32"), x.shape);
      const { begin, end, strides } = attributes as Record<string, number[]>;
      const mask = (name: string) => attributes[name] as number | undefined;
      const picked = tf.stridedSlice(
        all,
        begin,
        end,
        strides,
        mask("beginMask"),
        mask("endMask"),
        mask("ellipsisMask"),
        mask("newAxisMask"),
        mask("shrinkAxisMask"),
      );
      return addUp(dy, picked, x.shape);
    },
  }));
  setGradient("TopK", { inputs: ["x"], outputs: [false, true] }, (
    dy,
    [x, indices],
  ) => ({
    x: () => {
      const size = x.shape.at(-1)!;
      const rows = size === 0 ? 0 : x.size / size;
      const starts = tf.mul(
        tf.range(0, rows, 1, "int32"),
        tf.scalar(size, "int32"),
      );
      const places = tf.add(
        tf.reshape(indices, [rows, -1]),
        tf.reshape(starts, [rows, 1]),
      );
      return addUp(dy, places, x.shape);
    },
  }));
  setGradient("SparseSegmentSum", {
    inputs: ["data", "indices", "segmentIds"],
  }, (dy, [data, indices, segmentIds]) => ({
    data: () => spread(dy, data, indices, segmentIds),
    indices: noGradient(indices),
    segmentIds: noGradient(segmentIds),
  }));
  setGradient("SparseSegmentMean", {
    inputs: ["data", "indices", "segmentIds"],
  }, (dy, [data, indices, segmentIds]) => ({
    data: () => {
      const ones = tf.ones([segmentIds.size]);
      const counts = tf.unsortedSegmentSum(
        ones,
        segmentIds as tf.Tensor1D,
        dy.shape[0]!,
      );
      const shape = [dy.shape[0]!, ...new Array(dy.rank - 1).fill(1)];
      const shares = tf.divNoNan(dy, tf.reshape(counts, shape));
      return spread(shares, data, indices, segmentIds);
    },
    indices: noGradient(indices),
    segmentIds: noGradient(segmentIds),
  }));
}

/** Adds slices up at the places that indices of any rank name. */
function scatter(
  indices: tf.Tensor,
  updates: tf.Tensor,
  shape: number[],
): tf.Tensor {
  const depth = indices.shape.at(-1)!;
  const count = depth === 0 ? 1 : indices.size / depth;
  return tf.scatterND(
    tf.reshape(indices, [count, depth]),
    tf.reshape(updates, [count, ...shape.slice(depth)]),
    shape,
  );
}

/** The slices at the places that `tf.scatterND` would write to. */
function gather(
  x: tf.Tensor,
  indices: tf.Tensor,
  shape: number[],
): tf.Tensor {
  const places = indices.rank === 1 ? tf.expandDims(indices, -1) : indices;
  return tf.reshape(tf.gatherND(x, places), shape);
}

/** Adds values up at flat positions of a tensor. */
function addUp(
  values: tf.Tensor,
  positions: tf.Tensor,
  shape: number[],
): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  if (size === 0 || values.size === 0) return tf.zeros(shape);
  const sums = tf.unsortedSegmentSum(
    tf.reshape(values, [-1]),
    tf.reshape(positions, [-1]) as tf.Tensor1D,
    size,
  );
  return tf.reshape(sums, shape);
}

/** The gradient of a sum over segments of picked rows. */
function spread(
  dy: tf.Tensor,
  data: tf.Tensor,
  indices: tf.Tensor,
  segmentIds: tf.Tensor,
): tf.Tensor {
  return tf.unsortedSegmentSum(
    tf.gather(dy, segmentIds as tf.Tensor1D),
    indices as tf.Tensor1D,
    data.shape[0]!,
  );
}
