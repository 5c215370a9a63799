import { BACKEND_NAME } from "../backend/engine_state.ts";
import { tf } from "../tfjs.ts";
import { type Blocks, blocksOf, isDilated } from "./dilation.ts";
import {
  isEmpty,
  type KernelCall,
  type KernelFunc,
  kernelFuncOf,
  wrapKernel,
} from "./kernel.ts";
import {
  axesOfImage,
  isNamedPadding,
  paddingOf,
  skipsPixels,
  spatialPaddings,
  withoutStride,
} from "./window.ts";

/**
 * Depthwise convolutions that TensorFlow's CPU kernel lacks: with padding in
 * pixels, which is added first, and dilated, for which the pixels that a filter
 * covers are moved next to each other.
 */
export function depthwiseKernels(): tf.KernelConfig[] {
  return [
    wrapKernel("DepthwiseConv2dNative", (call, stock) => {
      const info = infoOf(call);
      if (info.outShape.includes(0)) return tf.zeros(info.outShape);
      return tf.tidy(() => convolve(call, info, stock));
    }),
    wrapKernel("FusedDepthwiseConv2D", (call, stock) => {
      const info = infoOf(call);
      if (info.outShape.includes(0)) return tf.zeros(info.outShape);
      if (isPlain(info)) return stock(call);
      const { bias, preluActivationWeights } = call.inputs as Record<
        string,
        tf.Tensor
      >;
      const { activation, leakyreluAlpha } = call.attrs as {
        activation: string;
        leakyreluAlpha: number;
      };
      return tf.tidy(() => {
        const depthwise = kernelFuncOf("DepthwiseConv2dNative", BACKEND_NAME);
        const result = convolve(call, info, depthwise);
        return call.backend.applyActivation(
          bias ? tf.add(result, bias) : result,
          activation,
          preluActivationWeights,
          leakyreluAlpha,
        );
      });
    }),
    wrapKernel("DepthwiseConv2dNativeBackpropFilter", (call, stock) => {
      const { x, dy } = call.inputs as Record<string, tf.Tensor4D>;
      const { filterShape, strides } = attributesOf(call);
      if (isEmpty(x) || isEmpty(dy)) return tf.zeros(filterShape);
      const info = infoOf(call);
      return tf.tidy(() => {
        if (isDilated(dilationsOf(info))) {
          const blocks = blocksOf(axesOfImage(info), dilationsOf(info));
          return stock(
            plain(call, { x: blocks.split(x), dy: blocks.splitOutput(dy) }),
          ) as tf.Tensor;
        }
        const isNamed = isNamedPadding(info.padInfo.type, axesOfImage(info));
        if (skipsPixels(filterShape, strides)) {
          const image = info.padInfo.type === "SAME" || isNamed
            ? x
            : tf.pad(x, paddingsOf(info));
          return stock(withoutStride(call, image, dy)) as tf.Tensor;
        }
        if (isNamed) return stock(call) as tf.Tensor;
        const padded = tf.pad(x, paddingsOf(info));
        return stock(plain(call, { x: padded, dy }, strides)) as tf.Tensor;
      });
    }),
    wrapKernel("DepthwiseConv2dNativeBackpropInput", (call, stock) => {
      const { dy, filter } = call.inputs as Record<string, tf.Tensor4D>;
      const { inputShape, strides } = attributesOf(call);
      if (isEmpty(dy) || isEmpty(filter)) return tf.zeros(inputShape);
      const info = infoOf(call);
      if (isPlain(info)) return stock(call);
      return tf.tidy(() => {
        if (isDilated(dilationsOf(info))) {
          const blocks = blocksOf(axesOfImage(info), dilationsOf(info));
          return blocks.join(
            stock(plain(
              call,
              { dy: blocks.splitOutput(dy), filter },
              [1, 1],
              { inputShape: blocks.shapeOf(inputShape) },
            )) as tf.Tensor4D,
          );
        }
        const paddings = paddingsOf(info);
        const padded = inputShape.map((size, axis) =>
          size + paddings[axis][0] + paddings[axis][1]
        );
        const attributes = { inputShape: padded };
        const dx = stock(plain(call, { dy, filter }, strides, attributes));
        const begin = paddings.map(([before]) => before);
        return tf.slice(dx as tf.Tensor4D, begin, inputShape);
      });
    }),
  ];
}

type Info = tf.backend_util.Conv2DInfo;
type Shape4D = [number, number, number, number];

interface DepthwiseAttributes {
  readonly strides: [number, number] | number;
  readonly pad: "valid" | "same" | number;
  readonly dilations: [number, number] | null;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly inputShape: Shape4D;
  readonly filterShape: Shape4D;
}

function attributesOf({ attrs }: KernelCall): DepthwiseAttributes {
  return attrs as unknown as DepthwiseAttributes;
}

function infoOf(call: KernelCall): Info {
  const { x, filter } = call.inputs as Record<string, tf.Tensor4D>;
  const { strides, pad, dilations, dimRoundingMode, ...shapes } = attributesOf(
    call,
  );
  return tf.backend_util.computeConv2DInfo(
    x?.shape ?? shapes.inputShape,
    filter?.shape ?? shapes.filterShape,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    true,
  );
}

function dilationsOf({ dilationHeight, dilationWidth }: Info): number[] {
  return [dilationHeight, dilationWidth];
}

/** Whether TensorFlow's kernel computes it. */
function isPlain(info: Info): boolean {
  return !isDilated(dilationsOf(info)) &&
    isNamedPadding(info.padInfo.type, axesOfImage(info));
}

function paddingsOf(info: Info): [number, number][] {
  return spatialPaddings(axesOfImage(info).map(paddingOf));
}

/** The call without padding and dilation. */
function plain(
  call: KernelCall,
  inputs: Record<string, tf.Tensor>,
  strides: [number, number] | number = [1, 1],
  attributes: Record<string, number[]> = {},
): KernelCall {
  return {
    ...call,
    inputs: { ...inputs },
    attrs: {
      ...call.attrs,
      strides,
      pad: "valid",
      dilations: [1, 1],
      dimRoundingMode: undefined as never,
      ...attributes,
    },
  };
}

function convolve(
  call: KernelCall,
  info: Info,
  depthwise: KernelFunc,
): tf.Tensor4D {
  const { x, filter } = call.inputs as Record<string, tf.Tensor4D>;
  if (isPlain(info)) return depthwise(call) as tf.Tensor4D;
  if (!isDilated(dilationsOf(info))) {
    const padded = tf.pad(x, paddingsOf(info));
    const { strides } = attributesOf(call);
    return depthwise(
      plain(call, { x: padded, filter }, strides),
    ) as tf.Tensor4D;
  }
  const blocks: Blocks = blocksOf(axesOfImage(info), dilationsOf(info));
  const result = depthwise(plain(call, { x: blocks.split(x), filter }));
  return blocks.joinOutput(result as tf.Tensor4D);
}
