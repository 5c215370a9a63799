/**
 * Operations on images of graph models, whichever axis has the channels. For most
 * of them TensorFlow.js takes the last, and answers wrongly without an error.
 *
 * @module
 */
import { tf } from "../../tfjs.ts";
import { eitherWay, inner, isChannelsFirst, padding } from "./channels.ts";
import { type Compute, type GraphNode, setComputedOps } from "./node.ts";

const pool = (
  name: "avgPool" | "maxPool" | "avgPool3d" | "maxPool3d",
): Compute =>
  eitherWay((node) =>
    (tf[name] as typeof tf.avgPool)(
      node.inputs[0] as tf.Tensor4D,
      inner(node, "ksize"),
      inner(node, "strides"),
      padding(node),
    )
  );

/** A convolution with what TensorFlow fuses with it. */
function fused(operation: "conv2d" | "depthwiseConv2d"): Compute {
  return eitherWay((node) => {
    const [x, filter, ...args] = node.inputs;
    const [first, name = "linear"] = node.attrs.fused_ops as string[];
    // It comes after a normalization, and TensorFlow.js fuses no tanh
    const after = first === "fusedbatchnorm" || name === "tanh"
      ? activationOf(name)
      : undefined;
    const y = tf.fused[operation]({
      x: x as tf.Tensor4D,
      filter: filter as tf.Tensor4D,
      strides: inner(node, "strides"),
      dilations: inner(node, "dilations"),
      pad: padding(node),
      bias: first === "biasadd" ? args.shift() : undefined,
      activation: (after ? "linear" : name) as "linear",
      preluActivationWeights: name === "prelu" ? args[0] : undefined,
      leakyreluAlpha: node.attrs.leakyrelu_alpha as number | undefined,
    });
    if (!after) return y;
    return after(first === "biasadd" ? y : normalize(y, args, node.attrs)[0]);
  });
}

const activations: Readonly<Record<string, (y: tf.Tensor) => tf.Tensor>> = {
  linear: (y) => y,
  relu: (y) => tf.relu(y),
  relu6: (y) => tf.relu6(y),
  elu: (y) => tf.elu(y),
  tanh: (y) => tf.tanh(y),
  sigmoid: (y) => tf.sigmoid(y),
};

function activationOf(name: string): (y: tf.Tensor) => tf.Tensor {
  const activation = activations[name];
  if (activation) return activation;
  throw new Error(
    `Cannot run a graph model: a fused activation must be one of ${
      Object.keys(activations).join(", ")
    }: current value is "${name}"; convert the model without fusing it`,
  );
}

/** The normalized images, and the means and variances. */
function normalize(
  x: tf.Tensor,
  [scale, offset, mean, variance]: readonly tf.Tensor[],
  { epsilon = 1e-4, is_training: isTraining }: GraphNode["attrs"],
): tf.Tensor[] {
  const by = (mean: tf.Tensor, variance: tf.Tensor) =>
    tf.batchNorm(
      x,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      offset as tf.Tensor1D,
      scale as tf.Tensor1D,
      epsilon as number,
    );
  if (isTraining !== true) {
    return [by(mean, variance), tf.clone(mean), tf.clone(variance)];
  }
  const own = tf.moments(x, x.shape.map((_, i) => i).slice(0, -1));
  const count = x.size / x.shape.at(-1)!;
  const unbiased = tf.mul(own.variance, count / Math.max(1, count - 1));
  return [by(own.mean, own.variance), own.mean, unbiased];
}

/** The gradient of a convolution, as transposed convolutions are stored. */
const transposed: Compute = (node) => {
  const [size, filter, dy] = node.inputs;
  const sizes = Array.from(size.dataSync());
  const last = isChannelsFirst(node)
    ? [sizes[0], ...sizes.slice(2), sizes[1]]
    : sizes;
  return eitherWay((turned) => {
    const dilations = inner(turned, "dilations");
    if (dilations.some((rate) => rate > 1)) {
      throw new Error(
        `Cannot run a graph model: dilations of Conv2DBackpropInput must be 1: current value is [${dilations}]; convert the model without them`,
      );
    }
    return tf.conv2dTranspose(
      turned.inputs[0] as tf.Tensor4D,
      filter as tf.Tensor4D,
      last as [number, number, number, number],
      inner(turned, "strides"),
      padding(turned),
    );
  })({ ...node, inputs: [dy] });
};

const convolution = (name: "conv2d" | "depthwiseConv2d") =>
  eitherWay((node) =>
    tf[name](
      node.inputs[0] as tf.Tensor4D,
      node.inputs[1] as tf.Tensor4D,
      inner(node, "strides"),
      padding(node),
      "NHWC",
      inner(node, "dilations"),
    )
  );

const normalization = eitherWay(({ inputs: [x, ...rest], attrs }) =>
  normalize(x, rest, attrs)
);

const operations: Readonly<Record<string, Compute>> = {
  AvgPool: pool("avgPool"),
  MaxPool: pool("maxPool"),
  AvgPool3D: pool("avgPool3d"),
  MaxPool3D: pool("maxPool3d"),
  BiasAdd: (node) => {
    const [x, bias] = node.inputs;
    const ones = isChannelsFirst(node) ? x.shape.slice(2).map(() => 1) : [];
    return tf.add(x, tf.reshape(bias, [bias.size, ...ones]));
  },
  Conv2D: convolution("conv2d"),
  Conv2DBackpropInput: transposed,
  Conv3D: eitherWay((node) =>
    tf.conv3d(
      node.inputs[0] as tf.Tensor5D,
      node.inputs[1] as tf.Tensor5D,
      inner(node, "strides") as never,
      padding(node),
      "NDHWC",
      inner(node, "dilations") as never,
    )
  ),
  DepthToSpace: eitherWay(({ inputs: [x], attrs }) =>
    tf.depthToSpace(x as tf.Tensor4D, attrs.block_size as number)
  ),
  DepthwiseConv2dNative: convolution("depthwiseConv2d"),
  FusedBatchNorm: normalization,
  FusedBatchNormV2: normalization,
  FusedBatchNormV3: normalization,
  FusedDepthwiseConv2dNative: fused("depthwiseConv2d"),
  _FusedConv2D: fused("conv2d"),
};

/** Mends the operations on images of graph models. */
export function mendImages(): void {
  setComputedOps(operations);
}
