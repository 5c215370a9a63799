import { tf } from "../tfjs.ts";
import { addUp } from "./add_up.ts";
import { noGradient, runKernel, setGradient } from "./gradient.ts";

/** Gradients of what moves, repeats or selects elements. */
export function registerLayoutGradients(): void {
  setGradient("DepthToSpace", {}, (dy, _, attributes) => {
    const { blockSize, dataFormat } = attributes as {
      blockSize: number;
      dataFormat: "NHWC" | "NCHW";
    };
    return { x: () => spaceToDepth(dy as tf.Tensor4D, blockSize, dataFormat) };
  });
  // TensorFlow.js adds up one slice for each repetition, and stops at rank 4
  setGradient("Tile", { inputs: ["x"] }, (dy, [x], attributes) => ({
    x: () => {
      const { reps } = attributes as { reps: number[] };
      const shape = x.shape.flatMap((size, axis) => [reps[axis], size]);
      const repeated = x.shape.map((_, axis) => 2 * axis);
      return tf.reshape(tf.sum(tf.reshape(dy, shape), repeated), x.shape);
    },
  }));
  // TensorFlow.js forgets what the mirrored elements add
  setGradient("MirrorPad", { inputs: ["x"] }, (dy, [x], attributes) => ({
    x: () => {
      const places = tf.reshape(tf.range(0, x.size, 1, "int32"), x.shape);
      const padded = runKernel("MirrorPad", { x: places }, attributes);
      return addUp(dy, padded, x.shape);
    },
  }));
  // Those of TensorFlow.js fail where there is one part
  setGradient("Unpack", {}, (_, __, { axis }, dys) => ({
    value: () => tf.stack(dys, axis as number),
  }));
  setGradient("SplitV", {}, (_, __, { axis }, dys) => ({
    x: () => tf.concat(dys, axis as number),
  }));
  setGradient("FlipLeftRight", {}, (dy) => ({
    image: () => tf.image.flipLeftRight(dy as tf.Tensor4D),
  }));
  setGradient("Diag", { inputs: ["x"] }, (dy, [x]) => ({
    x: () => {
      const square = tf.reshape(dy, [x.size, x.size]);
      const diagonal = tf.sum(tf.mul(square, tf.eye(x.size)), 1);
      return tf.reshape(diagonal, x.shape);
    },
  }));
  // As TensorFlow: where the other value is taken, whatever comes from above is
  // dropped, also NaN
  setGradient("Select", { inputs: ["condition"] }, (dy, [condition]) => ({
    condition: noGradient(condition),
    t: () => tf.where(condition, dy, tf.zerosLike(dy)),
    e: () => tf.where(condition, tf.zerosLike(dy), dy),
  }));
}

/** The inverse of tf.depthToSpace. */
function spaceToDepth(
  x: tf.Tensor4D,
  block: number,
  dataFormat: "NHWC" | "NCHW",
): tf.Tensor {
  if (dataFormat === "NHWC") {
    const [batch, height, width, depth] = x.shape;
    const [rows, columns] = [height / block, width / block];
    const parts = tf.reshape(x, [batch, rows, block, columns, block, depth]);
    return tf.reshape(
      tf.transpose(parts, [0, 1, 3, 2, 4, 5]),
      [batch, rows, columns, block * block * depth],
    );
  }
  const [batch, depth, height, width] = x.shape;
  const [rows, columns] = [height / block, width / block];
  const parts = tf.reshape(x, [batch, depth, rows, block, columns, block]);
  return tf.reshape(
    tf.transpose(parts, [0, 3, 5, 1, 2, 4]),
    [batch, block * block * depth, rows, columns],
  );
}
