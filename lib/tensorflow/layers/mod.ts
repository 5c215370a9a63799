/**
 * TensorFlow.js layers that run as fused TensorFlow operations. Each keeps its
 * stock class name and configuration, so a saved model doesn't depend on this
 * library and loads in any TensorFlow.js, also in a browser.
 *
 * @module
 */
import { globalAveragePool } from "../ops/global_average_pool.ts";
import { batchNorm as normalizeBatch } from "../ops/batch_norm.ts";
import { biasAdd } from "../ops/bias_add.ts";
import { relu as rectify } from "../ops/relu.ts";
import { tf } from "../tfjs.ts";
import { onlyTensor, stockLayer, type Weight } from "./stock.ts";

export type {
  AttentionOptions,
  MultiHeadAttentionArgs,
} from "./attention/options.ts";
export {
  type MultiHeadAttention,
  multiHeadAttention,
} from "./attention/multi_head.ts";

type Inputs = tf.Tensor | tf.Tensor[];
type Args<Factory extends (args: never) => unknown> = Parameters<Factory>[0];

interface WithKernel {
  readonly kernel: Weight;
  readonly bias: Weight | null;
  readonly activation: { apply(x: tf.Tensor): tf.Tensor } | null;
}

interface ConvMembers extends WithKernel {
  readonly strides: [number, number];
  readonly padding: "same" | "valid";
  readonly dataFormat: string;
  readonly dilationRate: [number, number];
}

/** Adds the bias and applies the activation. */
function finish(layer: WithKernel, x: tf.Tensor): tf.Tensor {
  const biased = layer.bias ? biasAdd(x, layer.bias.read() as tf.Tensor1D) : x;
  return layer.activation ? layer.activation.apply(biased) : biased;
}

/** `tf.layers.conv2d` with a fused bias and bias gradient. */
class Conv2D
  extends stockLayer<ConvMembers, Args<typeof tf.layers.conv2d>>("Conv2D") {
  override call(inputs: Inputs, kwargs: Record<string, unknown>): Inputs {
    if (this.dataFormat === "channelsFirst") return super.call(inputs, kwargs);
    return tf.tidy(() =>
      finish(
        this,
        tf.conv2d(
          onlyTensor(inputs) as tf.Tensor4D,
          this.kernel.read() as tf.Tensor4D,
          this.strides,
          this.padding,
          "NHWC",
          this.dilationRate,
        ),
      )
    );
  }
}

/** `tf.layers.dense` with a fused bias and bias gradient. */
class Dense
  extends stockLayer<WithKernel, Args<typeof tf.layers.dense>>("Dense") {
  override call(inputs: Inputs, kwargs: Record<string, unknown>): Inputs {
    const x = onlyTensor(inputs);
    if (x.rank !== 2) return super.call(inputs, kwargs);
    return tf.tidy(() => finish(this, tf.matMul(x, this.kernel.read())));
  }
}

interface BatchNormalizationMembers {
  readonly gamma: Weight | null;
  readonly beta: Weight | null;
  readonly movingMean: Weight;
  readonly movingVariance: Weight;
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
}

/**
 * `tf.layers.batchNormalization`, fused in training. As in Keras, the moving
 * variance is updated with Bessel's correction, which TensorFlow.js's own layer
 * omits.
 */
class BatchNormalization extends stockLayer<
  BatchNormalizationMembers,
  Args<typeof tf.layers.batchNormalization>
>("BatchNormalization") {
  override call(inputs: Inputs, kwargs: Record<string, unknown>): Inputs {
    const x = onlyTensor(inputs);
    const { gamma, beta } = this;
    const lastAxis = this.axis === -1 || this.axis === x.rank - 1;
    const usable = lastAxis && gamma && beta && (x.rank === 2 || x.rank === 4);
    if (!kwargs.training || !usable) return super.call(inputs, kwargs);
    const { momentum, epsilon } = this;
    return tf.tidy(() => {
      const { y, movingMean, movingVariance } = normalizeBatch(x, {
        gamma: gamma.read(),
        beta: beta.read(),
        movingMean: this.movingMean.read(),
        movingVariance: this.movingVariance.read(),
      }, { momentum, epsilon });
      this.movingMean.write(movingMean);
      this.movingVariance.write(movingVariance);
      return y;
    });
  }
}

/** `tf.layers.reLU` with a fused gradient. */
class ReLU extends stockLayer<
  { readonly maxValue?: number },
  Args<typeof tf.layers.reLU>
>(
  "ReLU",
) {
  override call(inputs: Inputs, kwargs: Record<string, unknown>): Inputs {
    if (this.maxValue !== undefined) return super.call(inputs, kwargs);
    return rectify(onlyTensor(inputs));
  }
}

/** `tf.layers.globalAveragePooling2d` with a short gradient. */
class GlobalAveragePooling2D extends stockLayer<
  { readonly dataFormat: string },
  Args<typeof tf.layers.globalAveragePooling2d>
>("GlobalAveragePooling2D") {
  override call(inputs: Inputs, kwargs: Record<string, unknown>): Inputs {
    if (this.dataFormat === "channelsFirst") return super.call(inputs, kwargs);
    return tf.tidy(() => globalAveragePool(onlyTensor(inputs) as tf.Tensor4D));
  }
}

/** `tf.layers.conv2d` with a fused bias and bias gradient. */
export const conv2d = (args: Args<typeof tf.layers.conv2d>): tf.layers.Layer =>
  new Conv2D(args);

/** `tf.layers.dense` with a fused bias and bias gradient. */
export const dense = (args: Args<typeof tf.layers.dense>): tf.layers.Layer =>
  new Dense(args);

/**
 * `tf.layers.batchNormalization`, fused in training; the moving variance is
 * updated with Bessel's correction, as in Keras.
 */
export const batchNormalization = (
  args?: Args<typeof tf.layers.batchNormalization>,
): tf.layers.Layer => new BatchNormalization(args ?? {});

/** `tf.layers.reLU` with a fused gradient. */
export const reLU = (
  args?: Args<typeof tf.layers.reLU>,
): tf.layers.Layer => new ReLU(args ?? {});

/** `tf.layers.globalAveragePooling2d` with a gradient of two operations. */
export const globalAveragePooling2d = (
  args: Args<typeof tf.layers.globalAveragePooling2d>,
): tf.layers.Layer => new GlobalAveragePooling2D(args);
