import { assertLess } from "@std/assert";
import { tf } from "../../../lib/tensorflow/mod.ts";

/** A function from tensors to one tensor. */
export type Op = (...inputs: tf.Tensor[]) => tf.Tensor;

/**
 * Asserts that two functions agree in their value and in the gradients with
 * respect to every input, for one random direction of the result.
 *
 * @param tolerance Relative to each tensor's norm.
 */
export function assertSameGradients(
  ours: Op,
  stock: Op,
  inputs: tf.Tensor[],
  tolerance = 1e-4,
): void {
  tf.tidy(() => {
    const direction = tf.randomNormal(stock(...inputs).shape);
    const [a, b] = [ours, stock].map((op) => [
      op(...inputs),
      ...tf.grads(op)(inputs, direction),
    ]);
    a.forEach((tensor, index) => {
      const norm = b[index].norm().dataSync()[0];
      const difference = tensor.sub(b[index]).norm().dataSync()[0];
      assertLess(difference, tolerance * Math.max(norm, 1e-3));
    });
  });
}

/**
 * Asserts a function's gradients against central differences of float64 sums:
 * ∂f/∂x ≈ (f(x + h) − f(x − h)) / 2h, for the sum of the result weighted by a
 * random direction.
 *
 * @param tolerance Relative to the largest entry of the gradient.
 */
export function assertFiniteDifferences(
  op: Op,
  inputs: tf.Tensor[],
  tolerance = 1e-2,
): void {
  const step = 1e-2;
  const direction = tf.tidy(() => tf.randomNormal(op(...inputs).shape));
  const weights = direction.dataSync();
  const value = (changed: tf.Tensor[]) =>
    tf.tidy(() =>
      Array.from(op(...changed).dataSync())
        .reduce((sum, y, i) => sum + y * weights[i], 0)
    );
  const gradients = tf.grads(op)(inputs, direction);
  inputs.forEach((input, which) => {
    const gradient = gradients[which].dataSync();
    const scale = Math.max(...gradient.map(Math.abs), 1e-2);
    const values = Float32Array.from(input.dataSync());
    for (let i = 0; i < values.length; i++) {
      const [above, below] = [step, -step].map((h) => {
        const moved = values.slice();
        moved[i] += h;
        const tensor = tf.tensor(moved, input.shape);
        const result = value(inputs.with(which, tensor));
        tensor.dispose();
        return result;
      });
      const expected = (above - below) / (2 * step);
      assertLess(Math.abs(gradient[i] - expected), tolerance * scale);
    }
  });
  tf.dispose([direction, gradients]);
}
