/**
 * TensorFlow.js's random operations on TensorFlow's stateless ones: a value
 * depends on the seed and the number of the draw alone (Philox 4×32-10, Salmon
 * et al. 2011), so a recorded function draws what the same function draws op
 * by op.
 *
 * @module
 */
import { AttrType, DType } from "../dtypes.ts";
import { tf } from "../tfjs.ts";
import { tensorFlowBackend } from "../active.ts";
import type { TensorFlowBackend } from "../backend.ts";
import { original, type RandomOps } from "./replace.ts";

type Distribution =
  | "StatelessRandomUniform"
  | "StatelessRandomNormal"
  | "StatelessTruncatedNormal";

/** float32 values of the given shape from a standard distribution. */
function draw(
  backend: TensorFlowBackend,
  distribution: Distribution,
  shape: number[],
): tf.Tensor {
  tf.util.assertNonNegativeIntegerDimensions(shape);
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
 * The random operations on our backend. A seed that the caller gives draws in
 * JavaScript, as everywhere in TensorFlow.js, unless a function is recorded:
 * there the numbers are fresh at each call.
 */
export const statelessOps: RandomOps = {
  randomUniform(shape, minval = 0, maxval = 1, dtype = "float32", seed) {
    const backend = usable(seed);
    if (!backend || (dtype !== "float32" && dtype !== "int32")) {
      return original.randomUniform(shape, minval, maxval, dtype, seed);
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
    const backend = usable(seed);
    if (!backend || dtype !== "float32") {
      return original.randomNormal(shape, mean, stdDev, dtype, seed);
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
    const backend = usable(seed);
    if (!backend || dtype !== "float32") {
      return original.truncatedNormal(shape, mean, stdDev, dtype, seed);
    }
    return tf.tidy(() =>
      draw(backend, "StatelessTruncatedNormal", shape)
        .mul(stdDev).add(mean) as never
    );
  },
  dropout(x, rate, noiseShape, seed) {
    const backend = usable(seed);
    if (!backend || !(rate > 0 && rate < 1)) {
      return original.dropout(x, rate, noiseShape, seed);
    }
    return tf.tidy(() => {
      const $x = x instanceof tf.Tensor ? x : tf.tensor(x);
      if ($x.dtype !== "float32") {
        throw new TypeError(
          `Cannot drop out: the tensor must be float32: current dtype is ${$x.dtype}`,
        );
      }
      const uniform = draw(
        backend,
        "StatelessRandomUniform",
        noiseShape ?? $x.shape,
      );
      const kept = uniform.greaterEqual(rate).cast("float32").div(1 - rate);
      return $x.mul(kept);
    });
  },
};

/** Our backend, if it is the current one and the draw is its to make. */
function usable(seed: unknown): TensorFlowBackend | undefined {
  const backend = tensorFlowBackend();
  if (!backend) return undefined;
  return seed === undefined || seed === null || backend.binding.recorder
    ? backend
    : undefined;
}
