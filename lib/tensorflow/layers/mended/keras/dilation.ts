import { tf } from "../../../tfjs.ts";
import type { Weight } from "../../stock.ts";
import { prototypeOf, replaceMethod } from "../replace.ts";

/** The members of TensorFlow.js's convolutions that are used here. */
interface Convolution {
  kernelSize: number[];
  readonly dilationRate: number[];
  kernel?: Pick<Weight, "read">;
  depthwiseKernel?: Pick<Weight, "read">;
  call(inputs: unknown, kwargs: unknown): unknown;
  computeOutputShape(inputShape: unknown): unknown;
}

/**
 * Depthwise and transposed convolutions with the `dilationRate` that
 * TensorFlow.js's ignore, as ones with zeros between the kernel's elements.
 */
export function mendDilation(): void {
  for (
    const [name, key] of [
      ["DepthwiseConv2D", "depthwiseKernel"],
      ["Conv2DTranspose", "kernel"],
      ["Conv3DTranspose", "kernel"],
    ] as const
  ) {
    const prototype = prototypeOf<Convolution>(name);
    replaceMethod(prototype, "call", (stock) =>
      function (inputs, kwargs) {
        return tf.tidy(() =>
          spread(this, key, () => stock.call(this, inputs, kwargs) as tf.Tensor)
        );
      });
    replaceMethod(
      prototype,
      "computeOutputShape",
      (stock) =>
        function (inputShape) {
          return spread(this, key, () => stock.call(this, inputShape));
        },
    );
  }
}

/** Runs a function while the layer's kernel has zeros between its elements. */
function spread<Result>(
  layer: Convolution,
  key: "kernel" | "depthwiseKernel",
  run: () => Result,
): Result {
  const { kernelSize, dilationRate } = layer;
  const kernel = layer[key];
  const isPlain = dilationRate.every((rate) => rate === 1);
  if (isPlain) return run();
  try {
    layer.kernelSize = kernelSize.map((size, i) =>
      (size - 1) * dilationRate[i] + 1
    );
    if (kernel) {
      layer[key] = { read: () => dilate(kernel.read(), dilationRate) };
    }
    return run();
  } finally {
    layer.kernelSize = kernelSize;
    layer[key] = kernel;
  }
}

function dilate(kernel: tf.Tensor, rates: readonly number[]): tf.Tensor {
  return rates.reduce((before, rate, axis) => {
    const { shape } = before;
    const head = shape.slice(0, axis + 1), tail = shape.slice(axis + 1);
    const pad = [...head, 1, ...tail].map((_, i): [number, number] => [
      0,
      i === axis + 1 ? rate - 1 : 0,
    ]);
    const size = shape[axis];
    return before.reshape([...head, 1, ...tail]).pad(pad)
      .reshape([...shape.slice(0, axis), size * rate, ...tail])
      .slice(shape.map(() => 0), [
        ...shape.slice(0, axis),
        (size - 1) * rate + 1,
        ...tail,
      ]);
  }, kernel);
}
