import { assertAlmostEquals, assertEquals } from "@std/assert";
import { compile, optimizers } from "../../../../lib/tensorflow/mod.ts";
import { tf } from "../../../support/tensorflow.ts";
import steps from "./steps.json" with { type: "json" };

const { Adadelta, Adam, Adamax, Lion, Nadam, RMSProp } = optimizers;
const { train } = tf;

/** Each of the file's optimizers, and the same by another class. */
const makers: Readonly<
  Record<keyof typeof steps, readonly (() => tf.Optimizer)[]>
> = {
  "sgd": [() => train.sgd(0.1)],
  "momentum": [() => train.momentum(0.05, 0.9)],
  "momentum, Nesterov": [() => train.momentum(0.05, 0.9, true)],
  "adagrad": [() => train.adagrad(0.3, 0.5)],
  "adadelta": [
    () => train.adadelta(1, 0.9, 1e-3),
    () => new Adadelta({ learningRate: 1, rho: 0.9, epsilon: 1e-3 }),
  ],
  "adadelta, small epsilon": [() => train.adadelta(1, 0.95)],
  "adam": [
    () => train.adam(0.1, 0.8, 0.99, 1e-7),
    () => new Adam({ learningRate: 0.1, beta1: 0.8, beta2: 0.99 }),
  ],
  "adamax": [
    () => train.adamax(0.1, 0.8, 0.99, 1e-2),
    () =>
      new Adamax({ learningRate: 0.1, beta1: 0.8, beta2: 0.99, epsilon: 1e-2 }),
  ],
  "rmsprop": [() => train.rmsprop(0.05, 0.8, 0.5, 1e-2)],
  "rmsprop, centered": [
    () => train.rmsprop(0.05, 0.8, 0.5, 1e-2, true),
  ],
  "rmsprop, centered, small epsilon": [
    () => train.rmsprop(0.01, 0.9, 0, undefined, true),
    () => new RMSProp({ learningRate: 0.01, centered: true }),
  ],
  "nadam": [
    () =>
      new Nadam({ learningRate: 0.1, beta1: 0.8, beta2: 0.99, epsilon: 1e-2 }),
  ],
  "nadam, decay": [
    () => new Nadam({ learningRate: 0.1, weightDecay: 0.1, clipvalue: 0.5 }),
  ],
  "lion": [() => new Lion({ learningRate: 0.1, beta1: 0.8, beta2: 0.95 })],
  "lion, decay": [() => new Lion({ learningRate: 0.1, weightDecay: 0.1 })],
};

/**
 * Weights after ten steps, op by op, and after twenty, the last ten recorded, by an
 * optimizer with the state of the first.
 */
async function weightsOf(make: () => tf.Optimizer): Promise<number[]> {
  const variables = tf.tidy(() => [
    tf.variable(tf.tensor1d([1, -2, 3])),
    tf.variable(tf.tensor1d([0.5])),
  ]);
  const [w, b] = variables;
  const values: number[] = [];
  let state: Awaited<ReturnType<tf.Optimizer["getWeights"]>> | undefined;
  for (const first of [0, 10]) {
    const optimizer = make();
    if (state) await optimizer.setWeights(state);
    const step = (g: tf.Tensor, h: tf.Tensor) =>
      optimizer.minimize(
        () => tf.add(w.mul(g).sum(), b.mul(h).sum()) as tf.Scalar,
        true,
        variables,
      )!;
    using compiled = state ? compile(step) : undefined;
    for (let s = first; s < first + 10; s++) {
      tf.tidy(() =>
        (compiled ?? step)(
          tf.tensor1d([Math.sin(s + 1), 3 * Math.cos(s), -2]),
          tf.tensor1d([Math.cos(s) / 2 - 0.1]),
        )
      );
    }
    state = await optimizer.getWeights();
    assertEquals(state[0].tensor.dataSync()[0], first + 10);
    values.push(...variables.flatMap((each) => [...each.dataSync()]));
  }
  tf.dispose(variables);
  return values;
}

for (const [name, makes] of Object.entries(makers)) {
  Deno.test(`Keras's weights, op by op and then recorded: ${name}`, async () => {
    const expected = steps[name as keyof typeof steps].flat();
    for (const make of makes) {
      const weights = await weightsOf(make);
      weights.forEach((weight, i) =>
        assertAlmostEquals(weight, expected[i], 2e-5, name)
      );
    }
  });
}
