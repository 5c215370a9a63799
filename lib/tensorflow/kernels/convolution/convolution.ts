import { AttrType } from "../../ffi/dtypes.ts";
import { runOperation } from "../../ops/raw_operations.ts";
import { tf } from "../../tfjs.ts";
import { attributesOf, plain, windowOf } from "./call.ts";
import {
  blocksOfImage,
  filterGradientOfBlocks,
  inputGradientOfBlocks,
} from "./dilation.ts";
import {
  isEmpty,
  type KernelCall,
  type KernelFunc,
  type KernelResult,
  typeAttribute,
  wrapKernel,
} from "../kernel.ts";
import {
  axesOfImage,
  firstColumns,
  isMistaken,
  isNamedPadding,
  paddingOf,
  skipsPixels,
  spatialPaddings,
  withoutStride,
} from "../window.ts";

type Padding = tf.backend_util.ExplicitPadding;

/** Convolutions of images, with channels first or with padding of any size. */
export function convolutionKernels(): tf.KernelConfig[] {
  return [
    wrapKernel(
      "Conv2D",
      (call, stock) =>
        channelsLast(call, ["x"], (last) => stockOrEmpty(last, stock)),
    ),
    wrapKernel("FusedConv2D", (call, stock) => {
      const images = ["x", "preluActivationWeights"];
      return channelsLast(call, images, (last) => stockOrEmpty(last, stock));
    }),
    wrapKernel(
      "Conv2DBackpropInput",
      (call, stock) =>
        channelsLast(call, ["dy"], (last) => inputGradient(last, stock)),
    ),
    wrapKernel("Conv2DBackpropFilter", (call, stock) => {
      const run = (last: KernelCall) => filterGradient(last, stock);
      return channelsLast(call, ["x", "dy"], run, false);
    }),
  ];
}

function inputGradient(call: KernelCall, stock: KernelFunc): KernelResult {
  const { dy, filter } = call.inputs as Record<string, tf.Tensor4D>;
  const { inputShape } = attributesOf(call);
  if (isEmpty(dy) || isEmpty(filter)) return tf.zeros(inputShape);
  const info = windowOf(call);
  const blocks = blocksOfImage(info);
  if (blocks) return inputGradientOfBlocks(blocks, call, stock);
  const padded = padding(call, info);
  if (padded === call) return stock(call);
  const sizes = tf.tensor1d(inputShape, "int32");
  return gradient("Conv2DBackpropInput", padded, [sizes, filter, dy]);
}

function filterGradient(call: KernelCall, stock: KernelFunc): KernelResult {
  const { x, dy } = call.inputs as Record<string, tf.Tensor4D>;
  const { filterShape, strides } = attributesOf(call);
  if (isEmpty(x) || isEmpty(dy)) return tf.zeros(filterShape);
  const info = windowOf(call);
  const blocks = blocksOfImage(info);
  if (blocks) return filterGradientOfBlocks(blocks, call, stock);
  const padded = padding(call, info);
  if (skipsPixels(filterShape, strides)) {
    const { pad } = attributesOf(padded);
    const image = padded === call ? x : tf.pad(x, pad as Padding);
    return stock(withoutStride(padded, image, dy));
  }
  if (padded === call) return stock(call);
  const sizes = tf.tensor1d(filterShape, "int32");
  return gradient("Conv2DBackpropFilter", padded, [x, sizes, dy]);
}

/**
 * Runs TensorFlow.js's kernel, or returns an output without elements: oneDNN
 * returns one of another shape, with the input's channels.
 */
function stockOrEmpty(
  call: KernelCall,
  stock: KernelFunc,
): KernelResult {
  const info = windowOf(call);
  if (info.outShape.includes(0)) return tf.zeros(info.outShape);
  return isMistaken(info)
    ? stock(oneColumn(call, info))
    : stock(padding(call, info));
}

/** The call on the columns that the filter meets, with one stride. */
function oneColumn(
  call: KernelCall,
  info: tf.backend_util.Conv2DInfo,
): KernelCall {
  const x = firstColumns(call.inputs.x as tf.Tensor, axesOfImage(info));
  return plain(call, { ...call.inputs as Record<string, tf.Tensor>, x }, {
    strides: [info.strideHeight, info.strideHeight],
  });
}

/**
 * Runs a TensorFlow.js kernel with channels last, because TensorFlow's
 * convolutions on a CPU support no other order.
 *
 * @param images The inputs with channels.
 * @param isImage Whether the output has channels; a filter's gradient keeps the
 * order of its axes.
 */
function channelsLast(
  call: KernelCall,
  images: readonly string[],
  run: (call: KernelCall) => KernelResult,
  isImage = true,
): KernelResult {
  const { dataFormat, pad, inputShape } = attributesOf(call);
  if (dataFormat !== "NCHW") {
    return tf.tidy(() => run(call) as tf.Tensor);
  }
  const last = <T>([n, c, h, w]: T[]) => [n, h, w, c];
  return tf.tidy(() => {
    const inputs = { ...call.inputs };
    for (const name of images) {
      if (inputs[name]) inputs[name] = toLast(inputs[name] as tf.Tensor);
    }
    const attrs = {
      ...call.attrs,
      dataFormat: "NHWC",
      pad: Array.isArray(pad) ? last(pad as Padding[0][]) : pad,
      inputShape: inputShape && last(inputShape),
    } as unknown as KernelCall["attrs"];
    const output = run({ ...call, inputs, attrs }) as tf.Tensor;
    return isImage ? tf.transpose(output, [0, 3, 1, 2]) : output;
  });
}

/** An image, or a tensor combined with one, with channels last. */
function toLast(tensor: tf.Tensor): tf.Tensor {
  if (tensor.rank === 4) return tf.transpose(tensor, [0, 2, 3, 1]);
  return tensor.rank === 3 ? tf.transpose(tensor, [1, 2, 0]) : tensor;
}

/** The call with its padding in pixels, unless that is "valid" or "same". */
function padding(
  call: KernelCall,
  info: tf.backend_util.Conv2DInfo,
): KernelCall {
  if (isNamedPadding(info.padInfo.type, axesOfImage(info))) return call;
  const paddings = spatialPaddings(axesOfImage(info).map(paddingOf));
  return {
    ...call,
    attrs: { ...call.attrs, pad: paddings, dimRoundingMode: "floor" },
  };
}

/** Runs the gradient of a convolution whose padding is in pixels. */
function gradient(
  name: string,
  call: KernelCall,
  inputs: tf.Tensor[],
): tf.Tensor {
  const { strides, pad } = attributesOf(call);
  const [height, width] = Array.isArray(strides) ? strides : [strides, strides];
  return runOperation(name, [
    typeAttribute("T", "float32"),
    { name: "strides", type: AttrType.INT, value: [1, height, width, 1] },
    { name: "padding", type: AttrType.STRING, value: "EXPLICIT" },
    {
      name: "explicit_paddings",
      type: AttrType.INT,
      value: (pad as Padding).flat(),
    },
  ], inputs);
}
