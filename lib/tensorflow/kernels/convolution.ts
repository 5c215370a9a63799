import { AttrType } from "../ffi/dtypes.ts";
import { runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import { type Blocks, blocksOf, isDilated } from "./dilation.ts";
import {
  isEmpty,
  type KernelCall,
  typeAttribute,
  wrapKernel,
} from "./kernel.ts";
import {
  axesOfImage,
  axesOfVolume,
  isNamedPadding,
  paddingOf,
  skipsPixels,
  spatialPaddings,
  withoutStride,
} from "./window.ts";

type Shape4D = [number, number, number, number];
type Padding = tf.backend_util.ExplicitPadding;

interface ConvAttributes {
  readonly strides: [number, number] | number;
  readonly pad: "valid" | "same" | number | Padding;
  readonly dataFormat: "NHWC" | "NCHW";
  readonly dilations: [number, number] | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly inputShape: Shape4D;
  readonly filterShape: Shape4D;
}

/** Convolutions with channels first or with padding of any size. */
export function convolutionKernels(): tf.KernelConfig[] {
  return [
    wrapKernel("Conv2D", (call, stock) => {
      return channelsLast(call, ["x"], (last) => stockOrEmpty(last, stock));
    }),
    wrapKernel("FusedConv2D", (call, stock) => {
      const images = ["x", "preluActivationWeights"];
      return channelsLast(call, images, (last) => stockOrEmpty(last, stock));
    }),
    wrapKernel("Conv2DBackpropInput", (call, stock) => {
      return channelsLast(call, ["dy"], (last) => {
        const { dy, filter } = last.inputs as Record<string, tf.Tensor4D>;
        const { inputShape } = attributesOf(last);
        if (isEmpty(dy) || isEmpty(filter)) return tf.zeros(inputShape);
        const blocks = blocksOfImage(last);
        if (blocks) {
          return blocks.join(
            stock(plain(last, {
              dy: blocks.splitOutput(dy),
              filter,
            }, { inputShape: blocks.shapeOf(inputShape) })) as tf.Tensor4D,
          );
        }
        const padded = padding(last);
        if (padded === last) return stock(last);
        const sizes = tf.tensor1d(inputShape, "int32");
        return gradient("Conv2DBackpropInput", padded, [sizes, filter, dy]);
      });
    }),
    wrapKernel("Conv2DBackpropFilter", (call, stock) => {
      return channelsLast(call, ["x", "dy"], (last) => {
        const { x, dy } = last.inputs as Record<string, tf.Tensor4D>;
        const { filterShape } = attributesOf(last);
        if (isEmpty(x) || isEmpty(dy)) return tf.zeros(filterShape);
        const blocks = blocksOfImage(last);
        if (blocks) {
          return stock(plain(last, {
            x: blocks.split(x),
            dy: blocks.splitOutput(dy),
          }));
        }
        const padded = padding(last);
        const { strides, pad } = attributesOf(padded);
        if (skipsPixels(filterShape, strides)) {
          const image = padded === last ? x : tf.pad(x, pad as Padding);
          return stock(withoutStride(padded, image, dy));
        }
        if (padded === last) return stock(last);
        const sizes = tf.tensor1d(filterShape, "int32");
        return gradient("Conv2DBackpropFilter", padded, [x, sizes, dy]);
      }, false);
    }),
    ...volumeKernels(),
  ];
}

/**
 * Convolutions of volumes: oneDNN shapes an empty output wrongly, and TensorFlow's
 * CPU kernels take no dilations.
 */
function volumeKernels(): tf.KernelConfig[] {
  return [
    wrapKernel("Conv3D", (call, stock) => {
      const { x, filter } = call.inputs as Record<string, tf.Tensor5D>;
      const info = volumeOf(call);
      if (info.outShape.includes(0)) return tf.zeros(info.outShape);
      const blocks = blocksOfVolume(info);
      if (!blocks) return stock(call);
      return tf.tidy(() =>
        blocks.joinOutput(
          stock(plain(call, { x: blocks.split(x), filter })) as tf.Tensor5D,
        )
      );
    }),
    wrapKernel("Conv3DBackpropInputV2", (call, stock) => {
      const { dy, filter } = call.inputs as Record<string, tf.Tensor5D>;
      const { inputShape } = call.attrs as { inputShape: number[] };
      if (isEmpty(dy) || isEmpty(filter)) return tf.zeros(inputShape);
      const blocks = blocksOfVolume(volumeOf(call));
      if (!blocks) return stock(call);
      return tf.tidy(() =>
        blocks.join(
          stock(plain(call, {
            dy: blocks.splitOutput(dy),
            filter,
          }, { inputShape: blocks.shapeOf(inputShape) })) as tf.Tensor5D,
        )
      );
    }),
    wrapKernel("Conv3DBackpropFilterV2", (call, stock) => {
      const { x, dy } = call.inputs as Record<string, tf.Tensor5D>;
      const { filterShape } = call.attrs as { filterShape: number[] };
      if (isEmpty(x) || isEmpty(dy)) return tf.zeros(filterShape);
      const blocks = blocksOfVolume(volumeOf(call));
      if (!blocks) return stock(call);
      return tf.tidy(() =>
        stock(plain(call, {
          x: blocks.split(x),
          dy: blocks.splitOutput(dy),
        })) as tf.Tensor
      );
    }),
  ];
}

type Shape5D = [number, number, number, number, number];

function volumeOf(call: KernelCall): tf.backend_util.Conv3DInfo {
  const { x, filter } = call.inputs as Record<string, tf.Tensor5D>;
  const { strides, pad, dilations, inputShape, filterShape } = call
    .attrs as unknown as {
      strides: number;
      pad: "valid" | "same";
      dilations?: number;
      inputShape: Shape5D;
      filterShape: Shape5D;
    };
  return tf.backend_util.computeConv3DInfo(
    x?.shape ?? inputShape,
    filter?.shape ?? filterShape,
    strides,
    dilations ?? 1,
    pad,
  );
}

function blocksOfVolume(
  info: tf.backend_util.Conv3DInfo,
): Blocks | undefined {
  const dilations = [
    info.dilationDepth,
    info.dilationHeight,
    info.dilationWidth,
  ];
  return isDilated(dilations)
    ? blocksOf(axesOfVolume(info), dilations)
    : undefined;
}

function blocksOfImage(call: KernelCall): Blocks | undefined {
  const info = windowOf(call);
  const dilations = [info.dilationHeight, info.dilationWidth];
  return isDilated(dilations)
    ? blocksOf(axesOfImage(info), dilations)
    : undefined;
}

/** The call without padding and dilation, and with a stride of 1. */
function plain(
  call: KernelCall,
  inputs: Record<string, tf.Tensor>,
  attributes: Record<string, number[]> = {},
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

/**
 * Runs TensorFlow.js's kernel, or returns an output without elements: oneDNN
 * returns one of another shape, with the input's channels.
 */
function stockOrEmpty(
  call: KernelCall,
  stock: (call: KernelCall) => tf.TensorInfo | tf.TensorInfo[],
): tf.TensorInfo | tf.TensorInfo[] {
  const info = windowOf(call);
  return info.outShape.includes(0)
    ? tf.zeros(info.outShape)
    : stock(padding(call, info));
}

function attributesOf({ attrs }: KernelCall): ConvAttributes {
  return attrs as unknown as ConvAttributes;
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
  run: (call: KernelCall) => tf.TensorInfo | tf.TensorInfo[],
  isImage = true,
): tf.TensorInfo | tf.TensorInfo[] {
  const attributes = attributesOf(call);
  const { dataFormat, pad, inputShape } = attributes;
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

function windowOf(call: KernelCall): tf.backend_util.Conv2DInfo {
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
  );
}

/** The call with its padding in pixels, unless that is "valid" or "same". */
function padding(call: KernelCall, info = windowOf(call)): KernelCall {
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
