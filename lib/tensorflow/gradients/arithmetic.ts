import { tf } from "../tfjs.ts";
import { sumTo } from "./complex.ts";
import { noGradient, runKernel, setGradient } from "./gradient.ts";

/** Gradients of arithmetic that TensorFlow.js has wrong, or only in part. */
export function registerArithmeticGradients(): void {
  sumOverBroadcastAxes();
  registerFloorDivGradient();
  registerPowGradient();
  // TensorFlow.js's is −1 at 0
  setGradient("Abs", { inputs: ["x"] }, (dy, [x]) => ({
    x: () => tf.mul(dy, tf.sign(tf.cast(x, "float32"))),
  }));
  setGradient("EluGrad", { inputs: ["dy", "y"] }, (ddx, [dy, y]) => ({
    dy: () => runKernel("EluGrad", { dy: ddx, y }),
    y: () => tf.where(tf.less(y, 0), tf.mul(ddx, dy), tf.zerosLike(y)),
  }));
}

/**
 * Gradients that TensorFlow.js gives the result's shape where an operand was
 * repeated.
 */
function sumOverBroadcastAxes(): void {
  for (
    const name of [
      "BatchMatMul",
      "Maximum",
      "Minimum",
      "Prelu",
      "SquaredDifference",
    ]
  ) {
    const { inputsToSave, gradFunc } = tf.getGradient(name);
    setGradient(name, { inputs: inputsToSave }, (dy, saved, attributes) => {
      const gradients = gradFunc(dy, saved, attributes as tf.NamedAttrMap);
      return Object.fromEntries(
        Object.entries(gradients).map(([input, gradient]) => {
          const operand = saved[inputsToSave!.indexOf(input)];
          return [input, () => {
            const dx = gradient();
            return tf.util.arraysEqual(dx.shape, operand.shape)
              ? dx
              : sumTo(dx, operand);
          }];
        }),
      );
    });
  }
}

/**
 * The quotient of real numbers is rounded to a constant. Of whole numbers it
 * stands for tf.div(), which has the gradient of a division.
 */
function registerFloorDivGradient(): void {
  const { gradFunc } = tf.getGradient("FloorDiv");
  setGradient(
    "FloorDiv",
    { inputs: ["a", "b"] },
    (dy, [a, b], attributes) =>
      a.dtype === "float32" && b.dtype === "float32"
        ? { a: noGradient(a), b: noGradient(b) }
        : gradFunc(dy, [a, b], attributes as tf.NamedAttrMap),
  );
}

/** x⁰ is constant, also at 0, where x⁻¹ is infinite. */
function registerPowGradient(): void {
  setGradient(
    "Pow",
    { inputs: ["a", "b"], outputs: [true] },
    (dy, [base, exponent, y]) => ({
      a: () => {
        const power = tf.cast(exponent, "float32");
        const isConstant = tf.equal(power, 0);
        const lower = tf.sub(power, 1);
        const safe = tf.where(isConstant, tf.zerosLike(lower), lower);
        const slope = tf.mul(power, tf.pow(base, safe));
        return sumTo(tf.mul(dy, slope), base);
      },
      b: () => {
        const isPositive = tf.greater(base, 0);
        const safe = tf.where(isPositive, base, tf.onesLike(base));
        return sumTo(tf.mul(dy, tf.mul(y, tf.log(safe))), exponent);
      },
    }),
  );
}
