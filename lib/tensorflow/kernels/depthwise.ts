import { BACKEND_NAME } from "../backend/engine_state.ts";
import { tf } from "../tfjs.ts";
import {
  isEmpty,
  type KernelCall,
  type KernelFunc,
  kernelFuncOf,
  wrapKernel,
} from "./kernel.ts";
import {
  axesOfImage,
  paddingOf,
  skipsPixels,
  withoutStride,
} from "./window.ts";

/**
 * Dilated depthwise convolutions, which TensorFlow's CPU kernel lacks. The
 * pixels that a dilated filter covers are moved next to each other first.
 */
export function depthwiseKernels(): tf.KernelConfig[] {
  return [
    wrapKernel("DepthwiseConv2dNative", (call, stock) => {
      const info = infoOf(call);
      if (info.outShape.includes(0)) return tf.zeros(info.outShape);
      return isDilated(info)
        ? dilatedConvolution(call, info, stock)
        : stock(call);
    }),
    wrapKernel("FusedDepthwiseConv2D", (call, stock) => {
      const info = infoOf(call);
      if (info.outShape.includes(0)) return tf.zeros(info.outShape);
      if (!isDilated(info)) return stock(call);
      const depthwise = kernelFuncOf("DepthwiseConv2dNative", BACKEND_NAME);
      const { bias, preluActivationWeights } = call.inputs as Record<
        string,
        tf.Tensor
      >;
      const { activation, leakyreluAlpha } = call.attrs as {
        activation: string;
        leakyreluAlpha: number;
      };
      return tf.tidy(() => {
        const result = dilatedConvolution(call, info, depthwise);
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
      const { filterShape, strides, pad } = call.attrs as unknown as {
        filterShape: [number, number, number, number];
        strides: [number, number] | number;
        pad: "valid" | "same" | number;
      };
      if (isEmpty(x) || isEmpty(dy)) return tf.zeros(filterShape);
      if (typeof pad === "number" || !skipsPixels(filterShape, strides)) {
        return stock(call);
      }
      return tf.tidy(() => stock(withoutStride(call, x, dy)) as tf.Tensor);
    }),
    wrapKernel("DepthwiseConv2dNativeBackpropInput", (call, stock) => {
      const { dy, filter } = call.inputs as Record<string, tf.Tensor4D>;
      const { inputShape } = call.attrs as { inputShape: number[] };
      return isEmpty(dy) || isEmpty(filter)
        ? tf.zeros(inputShape)
        : stock(call);
    }),
  ];
}

type Info = tf.backend_util.Conv2DInfo;

function infoOf({ inputs, attrs }: KernelCall): Info {
  const { x, filter } = inputs as Record<string, tf.Tensor4D>;
  const { strides, pad, dilations, dimRoundingMode } = attrs as unknown as {
    strides: [number, number];
    pad: "valid" | "same" | number;
    dilations: [number, number] | null;
    dimRoundingMode?: "floor" | "round" | "ceil";
  };
  return tf.backend_util.computeConv2DInfo(
    x.shape,
    filter.shape,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    true,
  );
}

function isDilated({ dilationHeight, dilationWidth }: Info): boolean {
  return dilationHeight > 1 || dilationWidth > 1;
}

/** The stride is 1: TensorFlow.js allows no other with a dilation. */
function dilatedConvolution(
  call: KernelCall,
  info: Info,
  depthwise: KernelFunc,
): tf.Tensor4D {
  const { x, filter } = call.inputs as Record<string, tf.Tensor4D>;
  const block = [info.dilationHeight, info.dilationWidth];
  const crops: [number, number][] = [];
  const paddings = axesOfImage(info).map((axis, index) => {
    const [before, after] = paddingOf(axis);
    const size = before + axis.inSize + after;
    // Rounds the size up to a multiple of the dilation; cropped again below
    const extra = (block[index] - size % block[index]) % block[index];
    crops.push([0, extra]);
    return [before, after + extra];
  });
  return tf.tidy(() => {
    const blocks = tf.spaceToBatchND(x, block, paddings);
    const result = depthwise({
      ...call,
      inputs: { x: blocks, filter },
      attrs: {
        ...call.attrs,
        strides: [1, 1],
        pad: "valid",
        dilations: [1, 1],
      },
    });
    return tf.batchToSpaceND(result as tf.Tensor4D, block, crops);
  });
}
