import { tf } from "../../../../lib/tensorflow/mod.ts";
import { type Maker, step } from "../pool.ts";

/** A filter of fixed numbers. */
export const weights = (...shape: number[]) =>
  tf.reshape(
    tf.sin(tf.mul(tf.range(1, tf.util.sizeFromShape(shape) + 1), 1.7)),
    shape,
  );

const product: Maker = (draw, pool) => {
  const a = pool.real(2, 3);
  if (a === undefined) return undefined;
  const { shape } = pool.values[a];
  const b = pool.pick((value) =>
    value.dtype === "float32" && value.shape.length >= 2 &&
    value.shape.length <= 3 && value.shape.at(-2) === shape.at(-1) &&
    (value.shape.length === 2 || shape.length === 2 ||
      value.shape[0] === shape[0] || value.shape[0] === 1 || shape[0] === 1)
  );
  if (b !== undefined) {
    return step("matMul", [a, b], [], (a, b) => tf.matMul(a, b));
  }
  return draw.flag()
    ? step("matMul with itself", [a], [], (a) => tf.matMul(a, a, false, true))
    : step(
      "einsum",
      [a],
      ["...ij,...kj->...ik"],
      (a) => tf.einsum(shape.length === 2 ? "ij,kj->ik" : "bij,bkj->bik", a, a),
    );
};

const dense: Maker = (draw, pool) => {
  const x = pool.real(2);
  if (x === undefined) return undefined;
  const { shape } = pool.values[x];
  const activation = draw.pick(["linear", "relu", "elu", "sigmoid"] as const);
  return step(
    "fused.matMul",
    [x],
    [activation],
    (x) =>
      tf.fused.matMul({
        a: x,
        b: weights(shape[1], 3),
        bias: weights(3),
        activation,
      }),
  );
};

const spectrum: Maker = (draw, pool) => {
  const x = pool.real(1, 2);
  if (x === undefined) return undefined;
  const part = draw.pick(["real", "imag", "abs"] as const);
  return step(
    `${part}(fft(x))`,
    [x],
    [],
    (x) => tf[part](tf.spectral.fft(tf.complex(x, tf.mul(x, 0.5)))),
  );
};

export const productSteps: readonly Maker[] = [product, dense, spectrum];
