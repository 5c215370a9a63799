import { tensorFlowBackend } from "../../backend/active.ts";
import { layerNorm } from "../../ops/layer_norm.ts";
import { tf } from "../../tfjs.ts";
import { onlyTensor, type Weight } from "../stock.ts";
import { prototypeOf, replaceMethod } from "./replace.ts";

/** The members of TensorFlow.js's layer normalization that are used here. */
interface LayerNormalization {
  readonly gamma: Weight | null;
  readonly beta: Weight | null;
  readonly axis: number[];
  readonly epsilon: number;
  call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs?: Record<string, unknown>,
  ): unknown;
}

/** `tf.layers.layerNormalization` over the last axis has a short gradient, and takes volumes. */
export function mendLayerNormalization(): void {
  const prototype = prototypeOf<LayerNormalization>("LayerNormalization");
  replaceMethod(prototype, "call", (stock) =>
    function (inputs, kwargs) {
      const x = onlyTensor(inputs);
      const size = x.shape.at(-1)!;
      const isSimple = tensorFlowBackend() !== undefined &&
        tf.engine().state.gradientDepth <= 1 &&
        this.axis.length === 1 && this.axis[0] === x.rank - 1 &&
        x.dtype === "float32" && x.size > 0;
      if (!isSimple) {
        // TensorFlow.js has none of volumes
        return x.rank > 4
          ? tf.tidy(() => normalize(this, x))
          : stock.call(this, inputs, kwargs);
      }
      return tf.tidy(() =>
        layerNorm(
          x.reshape([-1, size]),
          this.gamma?.read() as tf.Tensor1D ?? tf.ones([size]),
          this.beta?.read() as tf.Tensor1D ?? tf.zeros([size]),
          this.epsilon,
        ).reshape(x.shape)
      );
    });
}

function normalize(layer: LayerNormalization, x: tf.Tensor): tf.Tensor {
  const { axis, epsilon, gamma, beta } = layer;
  const { mean, variance } = tf.moments(x, axis, true);
  const shape = x.shape.map((size, i) => axis.includes(i) ? size : 1);
  const normalized = x.sub(mean).mul(variance.add(epsilon).rsqrt());
  const scaled = gamma
    ? normalized.mul(gamma.read().reshape(shape))
    : normalized;
  return beta ? scaled.add(beta.read().reshape(shape)) : scaled;
}
