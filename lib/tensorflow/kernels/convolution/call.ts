/**
 * The calls of TensorFlow.js's convolution kernels: what they ask for, and how they
 * look without padding and dilation.
 *
 * @module
 */
import { tf } from "../../tfjs.ts";
import type { KernelCall } from "../kernel.ts";

type Shape4D = [number, number, number, number];

/** The attributes of a convolution of images, or of one of its gradients. */
interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat: "NHWC" | "NCHW";
  readonly dilations?: [number, number] | number | null;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly inputShape: Shape4D;
  readonly filterShape: Shape4D;
}

/** The attributes of a convolution of images. */
export function attributesOf({ attrs }: KernelCall): ConvolutionAttributes {
  return attrs as unknown as ConvolutionAttributes;
}

/** The windows of a convolution of images, channels last. */
export function windowOf(
  call: KernelCall,
  isDepthwise = false,
): tf.backend_util.Conv2DInfo {
  const { strides, pad, dilations, dimRoundingMode, ...shapes } = attributesOf(
    call,
  );
  const { x, filter } = call.inputs as Record<string, tf.Tensor4D>;
  return tf.backend_util.computeConv2DInfo(
    x?.shape ?? shapes.inputShape,
    filter?.shape ?? shapes.filterShape,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    isDepthwise,
  );
}

/**
 * The call without padding and dilation, and with a stride of 1 unless the
 * attributes name another.
 */
export function plain(
  call: KernelCall,
  inputs: Record<string, tf.Tensor>,
  attributes: Record<string, number | number[]> = {},
): KernelCall {
  const one = Object.values(inputs)[0].shape.slice(2).map(() => 1);
  return {
    ...call,
    inputs: { ...inputs },
    attrs: {
      ...call.attrs,
      strides: one,
      pad: "valid",
      dilations: one,
      dimRoundingMode: undefined as never,
      ...attributes,
    },
  };
}
