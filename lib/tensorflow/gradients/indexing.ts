import { tf } from "../tfjs.ts";
import { addUp, flatPositions } from "./add_up.ts";
import { noGradient, setGradient } from "./gradient.ts";

/** Gradients of what picks places of a tensor, or writes to them. */
export function registerIndexingGradients(): void {
  registerScatterGradients();
  registerSparseToDenseGradient();
  registerSliceGradients();
  registerSegmentGradients();
}

function registerScatterGradients(): void {
  setGradient(
    "GatherNd",
    { inputs: ["params", "indices"] },
    (dy, [params, indices]) => ({
      params: () => scatter(indices, dy, params.shape),
      indices: noGradient(indices),
    }),
  );
  setGradient(
    "ScatterNd",
    { inputs: ["indices", "updates"] },
    (dy, [indices, updates]) => ({
      updates: () => gather(dy, indices, updates.shape),
      indices: noGradient(indices),
    }),
  );
  setGradient(
    "TensorScatterUpdate",
    { inputs: ["indices", "updates"] },
    (dy, [indices, updates]) => ({
      tensor: () => tf.tensorScatterUpdate(dy, indices, tf.zerosLike(updates)),
      updates: () => gather(dy, indices, updates.shape),
      indices: noGradient(indices),
    }),
  );
}

function registerSparseToDenseGradient(): void {
  const inputs = ["sparseIndices", "sparseValues", "defaultValue"];
  setGradient(
    "SparseToDense",
    { inputs },
    (dy, [indices, values, defaultValue]) => {
      // A vector has one index per value, a scalar is one index
      const depth = indices.rank < 2 ? 1 : indices.shape[1]!;
      const places = () => tf.reshape<tf.Rank.R2>(indices, [-1, depth]);
      return {
        sparseIndices: noGradient(indices),
        sparseValues: () => {
          const picked = tf.gatherND(dy, places());
          return values.rank === 0
            ? tf.reshape(tf.sum(picked), [])
            : tf.reshape(picked, values.shape);
        },
        defaultValue: () => {
          const ones = tf.ones([indices.size / depth]);
          const written = tf.scatterND(places(), ones, dy.shape);
          const left = tf.equal(written, 0);
          const total = tf.sum(tf.where(left, dy, tf.zerosLike(dy)));
          return tf.reshape(total, defaultValue.shape);
        },
      };
    },
  );
}

function registerSliceGradients(): void {
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
  setGradient(
    "TopK",
    { inputs: ["x"], outputs: [false, true] },
    (dy, [x, indices]) => ({
      x: () => {
        const size = x.shape.at(-1)!;
        const rows = size === 0 ? 0 : x.size / size;
        const places = tf.reshape(indices, [rows, indices.shape.at(-1)!]);
        return addUp(dy, flatPositions(places, size), x.shape);
      },
    }),
  );
}

function registerSegmentGradients(): void {
  const inputs = ["data", "indices", "segmentIds"];
  setGradient(
    "SparseSegmentSum",
    { inputs },
    (dy, [data, indices, segmentIds]) => ({
      data: () => spread(dy, data, indices, segmentIds),
      indices: noGradient(indices),
      segmentIds: noGradient(segmentIds),
    }),
  );
  setGradient(
    "SparseSegmentMean",
    { inputs },
    (dy, [data, indices, segmentIds]) => ({
      data: () => {
        const segments = dy.shape[0]!;
        const counts = tf.unsortedSegmentSum(
          tf.ones([segmentIds.size]),
          segmentIds as tf.Tensor1D,
          segments,
        );
        const shape = [segments, ...new Array(dy.rank - 1).fill(1)];
        const shares = tf.divNoNan(dy, tf.reshape(counts, shape));
        return spread(shares, data, indices, segmentIds);
      },
      indices: noGradient(indices),
      segmentIds: noGradient(segmentIds),
    }),
  );
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
