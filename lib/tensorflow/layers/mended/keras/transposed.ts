import { tf } from "../../../tfjs.ts";
import { onlyTensor, type Weight } from "../../stock.ts";
import {
  type Config,
  prototypeOf,
  replaceCreation,
  replaceMethod,
} from "../replace.ts";

type Shape = (number | null)[];
type Inputs = tf.Tensor | tf.Tensor[];

/** The members of TensorFlow.js's transposed convolutions that are used here. */
interface Transposed {
  readonly name: string;
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly dilationRate: readonly number[];
  readonly dataFormat: string;
  padding: string;
  bias: Pick<Weight, "read"> | null;
  activation: { apply(x: tf.Tensor): tf.Tensor } | null;
  call(inputs: Inputs, kwargs: unknown): Inputs;
  computeOutputShape(inputShape: Shape | Shape[]): Shape;
  getConfig(): Config;
}

/** How many elements are added to the end of each axis. */
const paddings = new WeakMap<object, readonly number[]>();

/**
 * Transposed convolutions have Keras's `outputPadding`, which TensorFlow.js ignores,
 * and are saved with it and with their `dilationRate`.
 */
export function mendTransposed(): void {
  for (const rank of [2, 3]) {
    const className = `Conv${rank}DTranspose`;
    const prototype = prototypeOf<Transposed>(className);
    replaceMethod(prototype, "getConfig", (stock) =>
      function () {
        const { dilationRate } = this;
        const outputPadding = paddings.get(this);
        const added = outputPadding && { outputPadding: [...outputPadding] };
        return { ...stock.call(this), dilationRate, ...added };
      });
    replaceMethod(
      prototype,
      "computeOutputShape",
      (stock) =>
        function (inputShape) {
          const own = paddings.get(this);
          return own
            ? paddedShape(this, own, inputShape)
            : stock.call(this, inputShape);
        },
    );
    replaceMethod(prototype, "call", (stock) =>
      function (inputs, kwargs) {
        const own = paddings.get(this);
        if (!own) return stock.call(this, inputs, kwargs);
        return tf.tidy(() => {
          const whole = withoutPadding(
            this,
            () => onlyTensor(stock.call(this, inputs, kwargs)),
          );
          const shape = paddedShape(this, own, onlyTensor(inputs).shape);
          return finish(this, part(this, whole, inputs, shape as number[]));
        });
      });
    replaceCreation<Transposed>(
      className,
      [`conv${rank}dTranspose`],
      (create, config) => {
        const layer = create(config);
        padOutput(layer, config.outputPadding);
        return layer;
      },
    );
  }
}

/**
 * Gives a transposed convolution an output padding.
 *
 * @param given Of each axis, or one for all; nothing changes without one.
 * @throws {RangeError} if the output's convolution wouldn't have the input's size.
 */
export function padOutput(given: object, outputPadding: unknown): void {
  if (outputPadding === undefined || outputPadding === null) return;
  const layer = given as Transposed;
  const { strides, padding } = layer;
  const list = [outputPadding].flat() as number[];
  const own = strides.map((_, i) => list.length === 1 ? list[0] : list[i]);
  const least = sizes(layer).map((size) =>
    padding === "same" && size % 2 === 0 ? 1 : 0
  );
  const isUsable = own.every((size, i) =>
    Number.isInteger(size) && size >= least[i] && size < strides[i]
  );
  if (!isUsable) {
    throw new RangeError(
      `Cannot make layer "${layer.name}": outputPadding must be from ${least} to below the strides ${strides}: current value is ${
        JSON.stringify(outputPadding)
      }`,
    );
  }
  paddings.set(layer, own);
}

const firstAxis = ({ dataFormat }: Transposed): number =>
  dataFormat === "channelsFirst" ? 2 : 1;

const sizes = ({ kernelSize, dilationRate }: Transposed): number[] =>
  kernelSize.map((size, i) => (size - 1) * dilationRate[i] + 1);

function paddedShape(
  layer: Transposed,
  own: readonly number[],
  inputShape: Shape | Shape[],
): Shape {
  const shape = Array.isArray(inputShape[0]) ? inputShape[0] : inputShape;
  const output = [...shape as Shape];
  const channels = layer.dataFormat === "channelsFirst" ? 1 : shape.length - 1;
  output[channels] = (layer as unknown as { filters: number }).filters;
  sizes(layer).forEach((size, i) => {
    const axis = firstAxis(layer) + i;
    const length = output[axis];
    const last = layer.padding === "same" ? size % 2 : size;
    output[axis] = length === null
      ? null
      : (length - 1) * layer.strides[i] + last + own[i];
  });
  return output;
}

/** Runs a function while the layer has no padding, bias or activation. */
function withoutPadding<Result>(layer: Transposed, run: () => Result): Result {
  const { padding, bias, activation } = layer;
  const own = paddings.get(layer)!;
  Object.assign(layer, { padding: "valid", bias: null, activation: null });
  paddings.delete(layer);
  try {
    return run();
  } finally {
    Object.assign(layer, { padding, bias, activation });
    paddings.set(layer, own);
  }
}

/** The part of the whole that padding leaves, with zeros after its end. */
function part(
  layer: Transposed,
  whole: tf.Tensor,
  inputs: Inputs,
  shape: readonly number[],
): tf.Tensor {
  const begin = shape.map(() => 0);
  sizes(layer).forEach((size, i) => {
    if (layer.padding !== "same") return;
    const axis = firstAxis(layer) + i;
    const steps = onlyTensor(inputs).shape[axis] - 1;
    const cut = steps * layer.strides[i] + size - shape[axis];
    begin[axis] = Math.floor(Math.max(cut, 0) / 2);
  });
  const missing = shape.map((size, axis): [number, number] => [
    0,
    Math.max(0, begin[axis] + size - whole.shape[axis]),
  ]);
  return tf.slice(tf.pad(whole, missing), begin, [...shape]);
}

function finish(layer: Transposed, x: tf.Tensor): tf.Tensor {
  const { bias, activation } = layer;
  const ones = Array<number>(layer.strides.length).fill(1);
  const values = bias &&
    (layer.dataFormat === "channelsFirst"
      ? bias.read().reshape([-1, ...ones])
      : bias.read());
  const biased = values ? x.add(values) : x;
  return activation ? activation.apply(biased) : biased;
}
