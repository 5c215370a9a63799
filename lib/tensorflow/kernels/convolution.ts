import { AttrType } from "../ffi/dtypes.ts";
import { runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import { type KernelCall, typeAttribute, wrapKernel } from "./kernel.ts";
import { axesOfImage, paddingOf, spatialPaddings } from "./window.ts";

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
      return channelsLast(call, ["x"], (last) => stock(padding(last)));
    }),
    wrapKernel("FusedConv2D", (call, stock) => {
      const images = ["x", "preluActivationWeights"];
      return channelsLast(call, images, (last) => stock(padding(last)));
    }),
    wrapKernel("Conv2DBackpropInput", (call, stock) => {
      return channelsLast(call, ["dy"], (last) => {
        const { dy, filter } = last.inputs as Record<string, tf.Tensor4D>;
        const { inputShape } = attributesOf(last);
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
        const padded = padding(last);
        if (padded === last) return stock(last);
        const sizes = tf.tensor1d(filterShape, "int32");
        return gradient("Conv2DBackpropFilter", padded, [x, sizes, dy]);
      }, false);
    }),
  ];
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

/** The call with its padding in pixels, unless that is "valid" or "same". */
function padding(call: KernelCall): KernelCall {
  const { strides, pad, dilations, dimRoundingMode, ...shapes } = attributesOf(
    call,
  );
  const { x, filter } = call.inputs as Record<string, tf.Tensor4D>;
  const info = tf.backend_util.computeConv2DInfo(
    x?.shape ?? shapes.inputShape,
    filter?.shape ?? shapes.filterShape,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
  );
  const { type } = info.padInfo;
  if (type === "VALID" || type === "SAME") return call;
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
