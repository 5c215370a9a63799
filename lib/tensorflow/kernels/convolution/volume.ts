import { tf } from "../../tfjs.ts";
import {
  blocksOfVolume,
  convolveBlocks,
  filterGradientOfBlocks,
  inputGradientOfBlocks,
} from "./dilation.ts";
import { isEmpty, type KernelCall, wrapKernel } from "../kernel.ts";
import { axesOfVolume, firstColumns, isMistaken } from "../window.ts";
import { plain } from "./call.ts";

/**
 * Convolutions of volumes: oneDNN shapes an empty output wrongly, and TensorFlow's
 * CPU kernels take no dilations.
 */
export function volumeConvolutionKernels(): tf.KernelConfig[] {
  return [
    wrapKernel("Conv3D", (call, stock) => {
      const info = windowOf(call);
      if (info.outShape.includes(0)) return tf.zeros(info.outShape);
      const blocks = blocksOfVolume(info);
      if (!blocks && !isMistaken(info)) return stock(call);
      return tf.tidy(() =>
        blocks
          ? convolveBlocks(blocks, call, stock)
          : stock(oneColumn(call, info)) as tf.Tensor
      );
    }),
    wrapKernel("Conv3DBackpropInputV2", (call, stock) => {
      const { dy, filter } = call.inputs as Record<string, tf.Tensor5D>;
      if (isEmpty(dy) || isEmpty(filter)) {
        return tf.zeros(attributesOf(call).inputShape);
      }
      const blocks = blocksOfVolume(windowOf(call));
      if (!blocks) return stock(call);
      return tf.tidy(() => inputGradientOfBlocks(blocks, call, stock));
    }),
    wrapKernel("Conv3DBackpropFilterV2", (call, stock) => {
      const { x, dy } = call.inputs as Record<string, tf.Tensor5D>;
      if (isEmpty(x) || isEmpty(dy)) {
        return tf.zeros(attributesOf(call).filterShape);
      }
      const blocks = blocksOfVolume(windowOf(call));
      if (!blocks) return stock(call);
      return tf.tidy(() => filterGradientOfBlocks(blocks, call, stock));
    }),
  ];
}

type Shape5D = [number, number, number, number, number];

interface VolumeAttributes {
  readonly strides: number;
  readonly pad: "valid" | "same";
  readonly dilations?: number;
  readonly inputShape: Shape5D;
  readonly filterShape: Shape5D;
}

function attributesOf({ attrs }: KernelCall): VolumeAttributes {
  return attrs as unknown as VolumeAttributes;
}

/** The call on the columns that the filter meets, with one stride in a plane. */
function oneColumn(
  call: KernelCall,
  info: tf.backend_util.Conv3DInfo,
): KernelCall {
  const { x, filter } = call.inputs as Record<string, tf.Tensor>;
  const { strideDepth, strideHeight } = info;
  const columns = firstColumns(x, axesOfVolume(info));
  return plain(call, { x: columns, filter }, {
    strides: [strideDepth, strideHeight, strideHeight],
  });
}

function windowOf(call: KernelCall): tf.backend_util.Conv3DInfo {
  const { x, filter } = call.inputs as Record<string, tf.Tensor5D>;
  const { strides, pad, dilations, ...shapes } = attributesOf(call);
  return tf.backend_util.computeConv3DInfo(
    x?.shape ?? shapes.inputShape,
    filter?.shape ?? shapes.filterShape,
    strides,
    dilations ?? 1,
    pad,
  );
}
