import { BACKEND_NAME } from "../backend/engine_state.ts";
import { AttrType, DType, elementCount } from "../ffi/dtypes.ts";
import {
  runOperation,
  runOperationWithOutputs,
} from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import { runInJavaScript } from "./javascript/run.ts";
import {
  type KernelCall,
  type KernelFunc,
  kernelFuncOf,
  newKernel,
  typeAttribute,
  wrapKernel,
} from "./kernel.ts";
import {
  axesOfImage,
  axesOfVolume,
  isNamedPadding,
  type Padding,
  paddingOf,
  spatialPaddings,
  tighten,
} from "./window.ts";

/** Pooling with padding of any size, and max pooling with its argmax. */
export function poolingKernels(): tf.KernelConfig[] {
  return [
    ...["MaxPool", "MaxPool3D"].map((name) => poolKernel(name, "x", maxPool)),
    ...["AvgPool", "AvgPool3D"].map((name) => poolKernel(name, "x", avgPool)),
    ...["MaxPoolGrad", "MaxPool3DGrad"].map((name) =>
      poolKernel(name, "input", maxPoolGrad)
    ),
    ...["AvgPoolGrad", "AvgPool3DGrad"].map((name) =>
      poolKernel(name, "input", avgPoolGrad)
    ),
    maxPoolWithArgmax,
    maxPoolGradGrad("MaxPool"),
    maxPoolGradGrad("MaxPool3D"),
  ];
}

interface PoolAttributes {
  readonly filterSize: number;
  readonly strides: number;
  readonly pad: "valid" | "same" | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/** A pooling whose input must be padded first. */
interface PaddedPool {
  readonly call: KernelCall;
  /** [batch, ...space, channels], without padding. */
  readonly input: tf.Tensor;
  /** One for each axis of the input. */
  readonly paddings: Padding[];
  /** Runs tfjs-node's kernel without padding. */
  run(inputs: Record<string, tf.Tensor>): tf.Tensor;
  /** Averages over windows with tfjs-node's kernel. */
  average(input: tf.Tensor): tf.Tensor;
}

/** tfjs-node's kernel for "valid" and "same", `run` for other padding. */
function poolKernel(
  kernelName: string,
  inputName: string,
  run: (pool: PaddedPool) => tf.Tensor,
): tf.KernelConfig {
  return wrapKernel(kernelName, (call, stock) => {
    const input = call.inputs[inputName] as tf.Tensor;
    const { axes: given, type, outShape } = windowOf(input, call);
    if (outShape.includes(0)) {
      return tf.zeros(inputName === "input" ? input.shape : outShape);
    }
    const axes = given.map(tighten);
    const filterSize = axes.map(({ windowSize }) => windowSize);
    if (isNamedPadding(type, axes)) {
      return stock({ ...call, attrs: { ...call.attrs, filterSize } });
    }
    const paddings = spatialPaddings(axes.map(paddingOf));
    requireModestPadding(input, paddings, outShape);
    const runWith = (kernelFunc: KernelFunc) => (inputs: unknown) =>
      kernelFunc({
        ...call,
        inputs: inputs as KernelCall["inputs"],
        attrs: {
          ...call.attrs,
          filterSize,
          pad: "valid",
          dimRoundingMode: "floor",
        },
      }) as tf.Tensor;
    const averageName = input.rank === 4 ? "AvgPool" : "AvgPool3D";
    const average = kernelFuncOf(averageName, BACKEND_NAME);
    return tf.tidy(() =>
      run({
        call,
        input,
        paddings,
        run: runWith(stock),
        average: (x) => runWith(average)({ x }),
      })
    );
  });
}

/** The most elements that padding may add to a small input. */
const MOST_PADDED = 2 ** 28;

/** @throws {RangeError} if padding dwarfs both the input and the output. */
function requireModestPadding(
  input: tf.Tensor,
  paddings: readonly Padding[],
  outShape: readonly number[],
): void {
  const padded = paddings.map(([before, after], axis) =>
    before + input.shape[axis] + after
  );
  const count = elementCount(padded);
  const useful = input.size + elementCount(outShape);
  if (count <= Math.max(MOST_PADDED, 8 * useful)) return;
  throw new RangeError(
    `Cannot pool: the padded input must have at most ${MOST_PADDED} elements: its shape would be [${padded}]`,
  );
}

function windowOf(input: tf.Tensor, { attrs }: KernelCall) {
  const { filterSize, strides, pad, dimRoundingMode } =
    attrs as unknown as PoolAttributes;
  if (input.rank === 4) {
    const info = tf.backend_util.computePool2DInfo(
      input.shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const { padInfo: { type }, outShape } = info;
    return { axes: axesOfImage(info), type, outShape };
  }
  const info = tf.backend_util.computePool3DInfo(
    input.shape as [number, number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { padInfo: { type }, outShape } = info;
  return { axes: axesOfVolume(info), type, outShape };
}

function maxPool({ input, paddings, run }: PaddedPool): tf.Tensor {
  return run({ x: tf.pad(input, paddings, -Infinity) });
}

function maxPoolGrad({ call, input, paddings, run }: PaddedPool): tf.Tensor {
  const { dy, output } = call.inputs as Record<string, tf.Tensor>;
  const grad = run({
    dy,
    input: tf.pad(input, paddings, -Infinity),
    output,
  });
  return unpad(grad, input, paddings);
}

/** The mean of a window's pixels inside the image; 0 if there are none. */
function avgPool(pool: PaddedPool): tf.Tensor {
  const { input, paddings, run } = pool;
  const sums = run({ x: tf.pad(input, paddings) });
  return tf.divNoNan(sums, shareInside(pool));
}

function avgPoolGrad(pool: PaddedPool): tf.Tensor {
  const { call, input, paddings, run } = pool;
  const dy = tf.divNoNan(call.inputs.dy as tf.Tensor, shareInside(pool));
  return unpad(run({ dy, input: tf.pad(input, paddings) }), input, paddings);
}

/** The share of each window inside the image: [1, ...outSpace, 1]. */
function shareInside({ input, paddings, average }: PaddedPool): tf.Tensor {
  const space = input.shape.slice(1, -1);
  return average(tf.pad(tf.ones([1, ...space, 1]), paddings));
}

function unpad(
  grad: tf.Tensor,
  { shape }: tf.Tensor,
  paddings: readonly Padding[],
): tf.Tensor {
  return tf.slice(grad, paddings.map(([before]) => before), shape);
}

/** tf.maxPoolWithArgmax. */
const maxPoolWithArgmax = newKernel("MaxPoolWithArgmax", (call) => {
  const x = call.inputs.x as tf.Tensor4D;
  const { filterSize, strides, pad, includeBatchInIndex } = call
    .attrs as unknown as PoolAttributes & { includeBatchInIndex: boolean };
  const info = tf.backend_util.computePool2DInfo(
    x.shape,
    filterSize,
    strides,
    1,
    pad,
  );
  const { type } = info.padInfo;
  if (type !== "VALID" && type !== "SAME") {
    return runInJavaScript("MaxPoolWithArgmax", call);
  }
  const list = (name: string, [height, width]: number[]) => ({
    name,
    type: AttrType.INT,
    value: [1, height, width, 1],
  });
  const attributes = [
    typeAttribute("T", x.dtype),
    { name: "Targmax", type: AttrType.TYPE, value: DType.INT64 },
    list("ksize", axesOfImage(info).map((axis) => tighten(axis).windowSize)),
    list("strides", [info.strideHeight, info.strideWidth]),
    { name: "padding", type: AttrType.STRING, value: type },
    {
      name: "include_batch_in_index",
      type: AttrType.BOOL,
      value: includeBatchInIndex,
    },
  ];
  return tf.tidy(() => {
    // In TensorFlow.js, unlike TensorFlow, NaN is never the maximum
    const numbers = tf.where(tf.isNaN(x), -Infinity, x);
    return runOperationWithOutputs(
      "MaxPoolWithArgmax",
      attributes,
      [numbers],
      2,
    );
  });
});

/** What a gradient of the input holds where each window's maximum lies. */
function maxPoolGradGrad(pool: string): tf.KernelConfig {
  return newKernel(`${pool}GradGrad`, (call) => {
    const { ddx, input, output } = call.inputs as Record<string, tf.Tensor>;
    const { axes: given, outShape } = windowOf(input, call);
    if (outShape.includes(0)) return tf.zeros(outShape);
    const axes = given.map(tighten);
    const paddings = spatialPaddings(axes.map(paddingOf));
    requireModestPadding(input, paddings, outShape);
    const list = (name: string, values: number[]) => ({
      name,
      type: AttrType.INT,
      value: [1, ...values, 1],
    });
    return tf.tidy(() =>
      runOperation(`${pool}GradGrad`, [
        typeAttribute("T", "float32"),
        list("ksize", axes.map(({ windowSize }) => windowSize)),
        list("strides", axes.map(({ stride }) => stride)),
        { name: "padding", type: AttrType.STRING, value: "VALID" },
      ], [tf.pad(input, paddings, -Infinity), output, tf.pad(ddx, paddings)])
    );
  });
}
