/** Names of losses and metrics, against what Keras says: see make_names.py. */
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../../../support/tensorflow.ts";
import { reload } from "../support.ts";
import written from "./names.json" with { type: "json" };

const data: Record<string, number[][][]> = written.data;

/** A model that gives its input. */
function modelOf(size: number): tf.Sequential {
  return tf.sequential({
    layers: [
      tf.layers.activation({ activation: "linear", inputShape: [size] }),
    ],
  });
}

/** The loss and the metrics, of batches of four or of all examples at once. */
function evaluate(
  kind: string,
  names: { loss?: string; metrics?: string[] },
  batchSize = 6,
) {
  const [target, prediction] = data[kind].map((values) => tf.tensor2d(values));
  const model = modelOf(prediction.shape[1]);
  const loss = kind === "labels"
    ? "sparseCategoricalCrossentropy"
    : "meanSquaredError";
  model.compile({ optimizer: "sgd", loss, ...names });
  const results = [model.evaluate(prediction, target, { batchSize })].flat();
  return { model, values: results.map((one) => one.dataSync()[0]) };
}

const near = (value: number) => 2e-5 * Math.max(1, Math.abs(value));

for (const [kind, name, expected] of written.losses) {
  Deno.test(`loss "${name}" is Keras's`, () => {
    const { values } = evaluate(`${kind}`, { loss: `${name}` });
    assertAlmostEquals(values[0], Number(expected), near(Number(expected)));
  });
}

for (const [kind, name, expected] of written.metrics) {
  Deno.test(`metric "${name}" is Keras's, and reported by its name`, () => {
    const { model, values } = evaluate(`${kind}`, { metrics: [`${name}`] }, 4);
    assertAlmostEquals(values[1], Number(expected), near(Number(expected)));
    assertEquals(model.metricsNames, ["loss", `${name}`]);
  });
}

Deno.test("names of losses, metrics and optimizers are saved and loaded", async () => {
  const model = modelOf(3);
  const names = { loss: "huber", metrics: ["rootMeanSquaredError", "mae"] };
  model.compile({ optimizer: "adamw", ...names });
  const again = await reload(model, { includeOptimizer: true });
  assertEquals(again.loss, names.loss);
  assertEquals(again.metrics, names.metrics);
  assertEquals(again.optimizer.getClassName(), "AdamW");
});

const unknown = {
  loss: { loss: "fancy" },
  metric: { metrics: ["fancy"] },
  optimizer: { optimizer: "fancy" },
};
for (const [what, args] of Object.entries(unknown)) {
  Deno.test(`compile() says which names it knows of a ${what}`, () => {
    const known = { optimizer: "sgd", loss: "mse" };
    assertThrows(
      () => modelOf(1).compile({ ...known, ...args }),
      RangeError,
      `${what} must be`,
    );
  });
}

Deno.test("layers know activations, initializers and constraints by Python's names", () => {
  const names = {
    activation: ["gelu", "silu", "swish", "mish", "hard_sigmoid", "leaky_relu"],
    kernelInitializer: ["lecun_normal", "he_uniform", "glorot_normal", "zero"],
    kernelConstraint: ["max_norm", "unit_norm", "non_neg"],
    kernelRegularizer: ["l1", "l2", "L2"],
  };
  for (const [option, all] of Object.entries(names)) {
    for (const name of all) {
      const layer = tf.layers.dense({ units: 2, [option]: name });
      const y = layer.apply(tf.ones([1, 3])) as tf.Tensor;
      assertEquals(y.shape, [1, 2], name);
    }
  }
});
