/**
 * TensorFlow.js's random operations, drawn by TensorFlow: fast, recorded, and all
 * from one seed.
 *
 * @module
 */
import { tf } from "../../tfjs.ts";
import {
  javaScriptRandomOps,
  type RandomOps,
} from "../../random/replaceable_ops.ts";
import {
  bySeed,
  draw,
  drawGamma,
  drawingBackend,
  drawIntegers,
} from "./draw.ts";
import { dropOut } from "./dropout.ts";
import { NEXT_KEY } from "./multinomial_seed.ts";

/** The whole numbers that int32 holds are from here to below its negative. */
const LEAST = -(2 ** 31);

/** float32 values in another dtype, rounded as TensorFlow.js rounds them. */
function convert(x: tf.Tensor, dtype: tf.DataType = "float32"): tf.Tensor {
  if (dtype === "float32") return x;
  if (dtype === "int32") return x.round().toInt();
  throw new Error(`Unsupported data type ${dtype}`);
}

/** TensorFlow.js's rank types differ from function to function. */
const as = <T>(tensor: tf.Tensor): T => tensor as unknown as T;

/**
 * Of numbers from 0 to 1, all of which TensorFlow.js makes false, half are true;
 * of others all but those between -1 and 1.
 */
function toBool(x: tf.Tensor, minval: number, maxval: number): tf.Tensor {
  const isUnit = minval >= 0 && maxval <= 1;
  return x.abs().greaterEqual(isUnit ? (minval + maxval) / 2 : 1);
}

/**
 * The random operations for the TensorFlow backend. With a seed given by the
 * caller, numbers are drawn in JavaScript as usual in TensorFlow.js, and are the
 * same at each call, recorded or op by op.
 */
export const statelessOps: RandomOps = {
  randomUniform(shape, minval = 0, maxval = 1, dtype = "float32", seed) {
    if (dtype === "bool") {
      return tf.tidy(() => {
        const x = statelessOps.randomUniform(
          shape,
          minval,
          maxval,
          "float32",
          seed,
        );
        return as(toBool(x, minval, maxval));
      });
    }
    const backend = drawingBackend(seed);
    if (!backend || (dtype !== "float32" && dtype !== "int32")) {
      return bySeed(
        seed,
        (seed) =>
          javaScriptRandomOps.randomUniform(shape, minval, maxval, dtype, seed),
      );
    }
    return tf.tidy(() => {
      if (
        dtype === "int32" && minval < maxval && minval >= LEAST &&
        maxval < -LEAST && Number.isInteger(minval) && Number.isInteger(maxval)
      ) {
        return as(drawIntegers(backend, shape, minval, maxval));
      }
      const unit = draw(backend, "StatelessRandomUniform", shape);
      const scaled = minval === 0 && maxval === 1
        ? unit
        : unit.mul(maxval - minval).add(minval);
      return as(dtype === "int32" ? scaled.floor().toInt() : scaled);
    });
  },
  randomUniformInt(shape, minval, maxval, seed) {
    return statelessOps.randomUniform(shape, minval, maxval, "int32", seed);
  },
  randomNormal(shape, mean = 0, stdDev = 1, dtype = "float32", seed) {
    const backend = drawingBackend(seed);
    if (!backend) {
      return bySeed(
        seed,
        (seed) =>
          javaScriptRandomOps.randomNormal(shape, mean, stdDev, dtype, seed),
      );
    }
    return tf.tidy(() => {
      const standard = draw(backend, "StatelessRandomNormal", shape);
      return as(convert(standard.mul(stdDev).add(mean), dtype));
    });
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
    if (!backend) {
      return bySeed(
        seed,
        (seed) =>
          javaScriptRandomOps.truncatedNormal(shape, mean, stdDev, dtype, seed),
      );
    }
    return tf.tidy(() => {
      const standard = draw(backend, "StatelessTruncatedNormal", shape);
      return as(convert(standard.mul(stdDev).add(mean), dtype));
    });
  },
  /** β is the rate, 1/scale: TensorFlow.js says so, but multiplies by it. */
  randomGamma(shape, alpha, beta = 1, dtype = "float32", seed) {
    if (!(alpha > 0 && beta > 0)) {
      throw new RangeError(
        `Cannot draw from a gamma distribution: shape and rate must be above 0: current values are ${alpha} and ${beta}`,
      );
    }
    return tf.tidy(() => {
      const backend = drawingBackend(seed);
      const standard: tf.Tensor = backend
        ? drawGamma(backend, shape, alpha)
        : bySeed(
          seed,
          (seed) =>
            javaScriptRandomOps.randomGamma(shape, alpha, 1, "float32", seed),
        );
      return as(convert(standard.mul(1 / beta), dtype));
    });
  },
  multinomial(logits, numSamples, seed, normalized = false) {
    const backend = drawingBackend(seed);
    if (!backend) {
      return bySeed(
        seed,
        (seed) =>
          javaScriptRandomOps.multinomial(logits, numSamples, seed, normalized),
      );
    }
    // Its checks, then our kernel
    return javaScriptRandomOps.multinomial(
      logits,
      numSamples,
      NEXT_KEY,
      normalized,
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
      return dropOut(backend, $x, rate, noiseShape ?? $x.shape);
    });
  },
};
