import { BACKEND_NAME } from "../../backend/engine_state.ts";
import { tf } from "../../tfjs.ts";
import { attributesOf, plain, windowOf } from "./call.ts";
import {
  blocksOfImage,
  convolveBlocks,
  filterGradientOfBlocks,
  inputGradientOfBlocks,
} from "./dilation.ts";
import {
  isEmpty,
  type KernelCall,
  type KernelFunc,
  kernelFuncOf,
  type KernelResult,
  wrapKernel,
} from "../kernel.ts";
import {
  axesOfImage,
  isNamedPadding,
  type Padding,
  paddingOf,
  skipsPixels,
  spatialPaddings,
  withoutStride,
} from "../window.ts";

/**
 * Depthwise convolutions that TensorFlow's CPU kernel lacks: with padding in
 * pixels, which is added first, and dilated, for which the pixels that a filter
 * covers are moved next to each other.
 */
export function depthwiseKernels(): tf.KernelConfig[] {
  return [
    wrapKernel("DepthwiseConv2dNative", (call, stock) => {
      const info = windowOf(call, true);
      if (info.outShape.includes(0)) return tf.zeros(info.outShape);
      return tf.tidy(() => convolve(call, info, stock));
    }),
    wrapKernel("FusedDepthwiseConv2D", (call, stock) => {
      const info = windowOf(call, true);
      if (info.outShape.includes(0)) return tf.zeros(info.outShape);
      if (isPlain(info)) return stock(call);
      return tf.tidy(() => convolveAndActivate(call, info));
    }),
    wrapKernel("DepthwiseConv2dNativeBackpropFilter", filterGradient),
    wrapKernel("DepthwiseConv2dNativeBackpropInput", inputGradient),
  ];
}

type Info = tf.backend_util.Conv2DInfo;

function convolve(
  call: KernelCall,
  info: Info,
  depthwise: KernelFunc,
): tf.Tensor4D {
  if (isPlain(info)) return depthwise(call) as tf.Tensor4D;
  const blocks = blocksOfImage(info);
  if (blocks) return convolveBlocks(blocks, call, depthwise) as tf.Tensor4D;
  const { x, filter } = call.inputs as Record<string, tf.Tensor4D>;
  const { strides } = attributesOf(call);
  const padded = tf.pad(x, paddingsOf(info));
  return depthwise(
    plain(call, { x: padded, filter }, { strides }),
  ) as tf.Tensor4D;
}

function convolveAndActivate(call: KernelCall, info: Info): tf.Tensor {
  const { bias, preluActivationWeights } = call.inputs as Record<
    string,
    tf.Tensor
  >;
  const { activation, leakyreluAlpha } = call.attrs as {
    activation: string;
    leakyreluAlpha: number;
  };
  const depthwise = kernelFuncOf("DepthwiseConv2dNative", BACKEND_NAME);
  const result = convolve(call, info, depthwise);
  return call.backend.applyActivation(
    bias ? tf.add(result, bias) : result,
    activation,
    preluActivationWeights,
    leakyreluAlpha,
  );
}

function filterGradient(call: KernelCall, stock: KernelFunc): KernelResult {
  const { x, dy } = call.inputs as Record<string, tf.Tensor4D>;
  const { filterShape, strides } = attributesOf(call);
  if (isEmpty(x) || isEmpty(dy)) return tf.zeros(filterShape);
  const info = windowOf(call, true);
  return tf.tidy(() => {
    const blocks = blocksOfImage(info);
    if (blocks) return filterGradientOfBlocks(blocks, call, stock);
    const isNamed = isNamedPadding(info.padInfo.type, axesOfImage(info));
    const image = isNamed ? x : tf.pad(x, paddingsOf(info));
    if (skipsPixels(filterShape, strides)) {
      return stock(withoutStride(call, image, dy)) as tf.Tensor;
    }
    return stock(
      isNamed ? call : plain(call, { x: image, dy }, { strides }),
    ) as tf.Tensor;
  });
}

function inputGradient(call: KernelCall, stock: KernelFunc): KernelResult {
  const { dy, filter } = call.inputs as Record<string, tf.Tensor4D>;
  const { inputShape, strides } = attributesOf(call);
  if (isEmpty(dy) || isEmpty(filter)) return tf.zeros(inputShape);
  const info = windowOf(call, true);
  if (isPlain(info)) return stock(call);
  return tf.tidy(() => {
    const blocks = blocksOfImage(info);
    if (blocks) return inputGradientOfBlocks(blocks, call, stock);
    const paddings = paddingsOf(info);
    const padded = inputShape.map((size, axis) =>
      size + paddings[axis][0] + paddings[axis][1]
    );
    const attributes = { strides, inputShape: padded };
    const dx = stock(plain(call, { dy, filter }, attributes));
    const begin = paddings.map(([before]) => before);
    return tf.slice(dx as tf.Tensor4D, begin, inputShape);
  });
}

/** Whether TensorFlow's kernel computes it. */
function isPlain(info: Info): boolean {
  return !blocksOfImage(info) &&
    isNamedPadding(info.padInfo.type, axesOfImage(info));
}

function paddingsOf(info: Info): Padding[] {
  return spatialPaddings(axesOfImage(info).map(paddingOf));
}
