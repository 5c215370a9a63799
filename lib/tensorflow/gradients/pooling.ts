import { tf } from "../tfjs.ts";
import { runKernel, setGradient } from "./gradient.ts";

/** Gradients of pooling; those of TensorFlow.js forget how a size is rounded. */
export function registerPoolingGradients(): void {
  setGradient(
    "MaxPool",
    { inputs: ["x"], outputs: [true] },
    (dy, [input, output], attributes) => ({
      x: () => runKernel("MaxPoolGrad", { dy, input, output }, attributes),
    }),
  );
  setGradient("AvgPool", { inputs: ["x"] }, (dy, [input], attributes) => ({
    x: () => runKernel("AvgPoolGrad", { dy, input }, attributes),
  }));
  // Of the gradient itself, which is linear in dy
  for (
    const [gradient, pool] of [["AvgPoolGrad", "AvgPool"], [
      "AvgPool3DGrad",
      "AvgPool3D",
    ]]
  ) {
    setGradient(
      gradient,
      { inputs: ["input"] },
      (ddx, [input], attributes) => ({
        dy: () => runKernel(pool, { x: ddx }, attributes),
        input: () => tf.zerosLike(input),
      }),
    );
  }
  setGradient(
    "MaxPoolWithArgmax",
    { inputs: ["x"], outputs: [false, true] },
    (dy, [x, places], attributes) => ({
      x: () => {
        const [batch] = x.shape;
        const perImage = x.size / Math.max(1, batch!);
        // The places count from the start of each image, or of the batch
        const starts = attributes.includeBatchInIndex
          ? tf.zeros([batch!], "int32")
          : tf.mul(
            tf.range(0, batch!, 1, "int32"),
            tf.scalar(perImage, "int32"),
          );
        const flat = tf.add(places, tf.reshape(starts, [batch!, 1, 1, 1]));
        return tf.reshape(
          tf.unsortedSegmentSum(
            tf.reshape(dy, [-1]),
            tf.reshape(flat, [-1]) as tf.Tensor1D,
            x.size,
          ),
          x.shape,
        );
      },
    }),
  );
}
