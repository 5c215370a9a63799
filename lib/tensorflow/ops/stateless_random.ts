/**
 * TensorFlow.js's random operations, built on TensorFlow's stateless ones.
 * Their values depend only on the seed and the draw's number (Philox 4×32-10,
 * Salmon et al. 2011), so a recorded function draws the same numbers as op by
 * op.
 *
 * @module
 */
import type { Attribute } from "../op_definitions/attributes.ts";
import { AttrType, DType } from "../ffi/dtypes.ts";
import { tf } from "../tfjs.ts";
import { tensorFlowBackend } from "../backend/active.ts";
import type { TensorFlowBackend } from "../backend/mod.ts";
import {
  javaScriptRandomOps,
  type RandomOps,
} from "../random/replaceable_ops.ts";

/** {@linkcode keepMask} rounds probabilities to multiples of 1/65,536. */
const LEVELS = 2 ** 16;

type Distribution =
  | "StatelessRandomUniform"
  | "StatelessRandomNormal"
  | "StatelessTruncatedNormal";

/** Draws float32 values of a shape from a standard distribution. */
function draw(
  backend: TensorFlowBackend,
  distribution: Distribution,
  shape: number[],
): tf.Tensor {
  tf.util.assertNonNegativeIntegerDimensions(shape);
  if (shape.some((size) => size >= 2 ** 31)) {
    throw new RangeError(
      `Cannot draw random numbers: sizes must be below 2^31: current shape is [${shape}]`,
    );
  }
  return tf.tidy(() =>
    backend.executeSingleOutput(
      distribution,
      [
        { name: "dtype", type: AttrType.TYPE, value: DType.FLOAT },
        { name: "T", type: AttrType.TYPE, value: DType.INT32 },
        { name: "Tseed", type: AttrType.TYPE, value: DType.INT32 },
      ],
      [tf.tensor1d(shape, "int32"), backend.nextRandomKey()],
    )
  );
}

/**
 * The random operations for the TensorFlow backend. With a seed given by the
 * caller, numbers are drawn in JavaScript as usual in TensorFlow.js, and are the
 * same at each call, recorded or op by op.
 */
export const statelessOps: RandomOps = {
  randomUniform(shape, minval = 0, maxval = 1, dtype = "float32", seed) {
    const backend = drawingBackend(seed);
    if (!backend || (dtype !== "float32" && dtype !== "int32")) {
      return bySeed(
        seed,
        (seed) =>
          javaScriptRandomOps.randomUniform(shape, minval, maxval, dtype, seed),
      );
    }
    return tf.tidy(() => {
      const unit = draw(backend, "StatelessRandomUniform", shape);
      const scaled = minval === 0 && maxval === 1
        ? unit
        : unit.mul(maxval - minval).add(minval);
      return (dtype === "int32" ? scaled.floor().toInt() : scaled) as never;
    });
  },
  randomNormal(shape, mean = 0, stdDev = 1, dtype = "float32", seed) {
    const backend = drawingBackend(seed);
    if (!backend || dtype !== "float32") {
      return bySeed(
        seed,
        (seed) =>
          javaScriptRandomOps.randomNormal(shape, mean, stdDev, dtype, seed),
      );
    }
    return tf.tidy(() =>
      draw(backend, "StatelessRandomNormal", shape)
        .mul(stdDev).add(mean) as never
    );
  },
  randomStandardNormal(shape, dtype = "float32", seed) {
    return statelessOps.randomNormal(shape, 0, 1, dtype, seed);
  },
  truncatedNormal(shape, mean = 0, stdDev = 1, dtype = "float32", seed) {
    // TensorFlow.js would draw for ever, since no number is within two deviations
    if (!(stdDev >= 0 && stdDev < Infinity && Number.isFinite(mean))) {
      throw new RangeError(
        `Cannot draw from a truncated normal distribution: the mean must be finite and the standard deviation from 0 on: current values are ${mean} and ${stdDev}`,
      );
    }
    const backend = drawingBackend(seed);
    if (!backend || dtype !== "float32") {
      return bySeed(
        seed,
        (seed) =>
          javaScriptRandomOps.truncatedNormal(shape, mean, stdDev, dtype, seed),
      );
    }
    return tf.tidy(() =>
      draw(backend, "StatelessTruncatedNormal", shape)
        .mul(stdDev).add(mean) as never
    );
  },
  dropout(x, rate, noiseShape, seed) {
    const backend = drawingBackend(seed);
    if (!backend || !(rate > 0 && rate < 1)) {
      return bySeed(
        seed,
        (seed) => javaScriptRandomOps.dropout(x, rate, noiseShape, seed),
      );
    }
    return tf.tidy(() => {
      const $x = x instanceof tf.Tensor ? x : tf.tensor(x);
      if ($x.dtype !== "float32") {
        throw new TypeError(
          `Cannot apply dropout: the tensor must be float32: current dtype is ${$x.dtype}`,
        );
      }
      const dropped = Math.min(Math.round(rate * LEVELS), LEVELS - 1);
      const kept = keepMask(backend, noiseShape ?? $x.shape, dropped);
      return $x.mul(kept.cast("float32").mul(LEVELS / (LEVELS - dropped)));
    });
  },
};

/**
 * Draws for each element whether dropout keeps it. Random numbers are a tenth
 * of a training step's work; 16 bits per element halve what float32 would cost.
 *
 * @param dropped How many of the 65,536 values drop an element.
 * @returns bool, of the given shape.
 */
function keepMask(
  backend: TensorFlowBackend,
  shape: number[],
  dropped: number,
): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  const type = (name: string, value: number): Attribute => ({
    name,
    type: AttrType.TYPE,
    value,
  });
  const { binding } = backend;
  const inputs = backend.getInputTensorIds([
    tf.tensor1d([Math.ceil(size / 2)], "int32"),
    backend.nextRandomKey(),
  ]);
  const ids: number[] = [];
  // TensorFlow.js has no int16, so these tensors exist as numbers only
  const run = (name: string, attributes: Attribute[], inputs: number[]) => {
    const [{ id }] = binding.executeOp(name, attributes, inputs, 1);
    ids.push(id);
    return id;
  };
  try {
    const pairs = run("StatelessRandomUniformFullInt", [
      type("dtype", DType.INT32),
      type("T", DType.INT32),
      type("Tseed", DType.INT32),
    ], inputs); // [⌈size / 2⌉]
    const bits = run("Bitcast", [
      type("T", DType.INT32),
      type("type", DType.INT16),
    ], [pairs]); // [⌈size / 2⌉, 2]
    const least = Int16Array.of(dropped - LEVELS / 2);
    ids.push(binding.createTensor([], DType.INT16, least));
    const [kept] = binding.executeOp(
      "GreaterEqual",
      [type("T", DType.INT16)],
      [bits, ids.at(-1)!],
      1,
    );
    const pairsKept = backend.createOutputTensor(kept).flatten();
    // An odd number of elements leaves half a pair
    const all = size % 2 === 0 ? pairsKept : pairsKept.slice([0], [size]);
    return all.reshape(shape);
  } finally {
    ids.forEach((id) => binding.deleteTensor(id));
  }
}

/** The TensorFlow backend, if it draws the numbers. */
function drawingBackend(seed: unknown): TensorFlowBackend | undefined {
  return isGiven(seed) ? undefined : tensorFlowBackend();
}

function isGiven(seed: unknown): boolean {
  return seed !== undefined && seed !== null;
}

/** Runs one of TensorFlow.js's own random operations, by a seed if one is given. */
function bySeed<Seed, Result>(
  seed: Seed,
  draw: (seed: Seed) => Result,
): Result {
  if (!isGiven(seed)) return draw(seed);
  // TensorFlow.js takes 0 for no seed
  const run = () => draw((seed as unknown) === 0 ? "0" as Seed : seed);
  const recorder = tensorFlowBackend()?.binding.recorder;
  return recorder ? recorder.allowDrawnInJavaScript(run) : run();
}
