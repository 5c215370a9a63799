/**
 * TensorFlow's stateless random operations. Their values depend only on the seed
 * and the draw's number (Philox 4×32-10, Salmon et al. 2011), so a recorded
 * function draws the same numbers as op by op.
 *
 * @module
 */
import type { Attribute } from "../../op_definitions/attributes.ts";
import { AttrType, DType } from "../../ffi/dtypes.ts";
import { tf } from "../../tfjs.ts";
import { tensorFlowBackend } from "../../backend/active.ts";
import type { TensorFlowBackend } from "../../backend/mod.ts";

const type = (name: string, value: number): Attribute => ({
  name,
  type: AttrType.TYPE,
  value,
});

function checkShape(shape: number[]): void {
  tf.util.assertNonNegativeIntegerDimensions(shape);
  if (shape.some((size) => size >= 2 ** 31)) {
    throw new RangeError(
      `Cannot draw random numbers: sizes must be below 2^31: current shape is [${shape}]`,
    );
  }
}

/** Draws float32 values of a shape from a standard distribution. */
export function draw(
  backend: TensorFlowBackend,
  distribution:
    | "StatelessRandomUniform"
    | "StatelessRandomNormal"
    | "StatelessTruncatedNormal",
  shape: number[],
): tf.Tensor {
  checkShape(shape);
  return tf.tidy(() =>
    backend.executeSingleOutput(distribution, [
      type("dtype", DType.FLOAT),
      type("T", DType.INT32),
      type("Tseed", DType.INT32),
    ], [tf.tensor1d(shape, "int32"), backend.nextRandomKey()])
  );
}

/** Draws whole numbers from `from` to `to`, without `to`, each as likely. */
export function drawIntegers(
  backend: TensorFlowBackend,
  shape: number[],
  from: number,
  to: number,
): tf.Tensor {
  checkShape(shape);
  return tf.tidy(() =>
    backend.executeSingleOutput("StatelessRandomUniformInt", [
      type("dtype", DType.INT32),
      type("T", DType.INT32),
      type("Tseed", DType.INT32),
    ], [
      tf.tensor1d(shape, "int32"),
      backend.nextRandomKey(),
      tf.scalar(from, "int32"),
      tf.scalar(to, "int32"),
    ])
  );
}

/** Draws float32 values of a gamma distribution with rate 1. */
export function drawGamma(
  backend: TensorFlowBackend,
  shape: number[],
  alpha: number,
): tf.Tensor {
  checkShape(shape);
  return tf.tidy(() =>
    backend.executeSingleOutput("StatelessRandomGammaV2", [
      type("dtype", DType.FLOAT),
      type("T", DType.INT32),
      type("Tseed", DType.INT32),
    ], [
      tf.tensor1d(shape, "int32"),
      backend.nextRandomKey(),
      tf.scalar(alpha),
    ])
  );
}

/** The TensorFlow backend, if it draws the numbers. */
export function drawingBackend(seed: unknown): TensorFlowBackend | undefined {
  return isGiven(seed) ? undefined : tensorFlowBackend();
}

function isGiven(seed: unknown): boolean {
  return seed !== undefined && seed !== null;
}

/** Runs one of TensorFlow.js's own random operations, by a seed if one is given. */
export function bySeed<Seed, Result>(
  seed: Seed,
  draw: (seed: Seed) => Result,
): Result {
  if (!isGiven(seed)) return draw(seed);
  // TensorFlow.js takes 0 for no seed
  const run = () => draw((seed as unknown) === 0 ? "0" as Seed : seed);
  const recorder = tensorFlowBackend()?.binding.recorder;
  return recorder ? recorder.allowDrawnInJavaScript(run) : run();
}
