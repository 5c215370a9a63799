import { assertEquals, assertRejects } from "@std/assert";
import { tf } from "../../../../../lib/tensorflow/mod.ts";
import { warnings } from "../../../models/warnings.ts";
import { assertClose, line, reload, values } from "../support.ts";

const config = { includeOptimizer: true };
const x = tf.tensor2d([[1], [2]]);
const y = tf.tensor2d([[1], [4]]);

/** The loss and the metrics of a model. */
const scores = (model: tf.LayersModel): number[] =>
  [model.evaluate(x, y)].flat().flatMap(values);

Deno.test("a model trained by functions of TensorFlow.js is saved with them", async () => {
  const model = line(0.1);
  for (
    const loss of [
      tf.losses.meanSquaredError,
      tf.metrics.meanSquaredError,
      ["meanSquaredError"],
    ]
  ) {
    const metrics = [tf.metrics.meanAbsoluteError, "mse"];
    model.compile({ optimizer: "sgd", loss: loss as never, metrics });
    const again = await reload(model, config);
    assertEquals(again.metricsNames, ["loss", "meanAbsoluteError", "mse"]);
    assertClose(scores(again), scores(model));
  }
});

Deno.test("a model trained by other functions is saved without them, with its optimizer", async () => {
  const model = line(0.1);
  const difference = (target: tf.Tensor, value: tf.Tensor) =>
    target.sub(value).square();
  model.compile({
    optimizer: tf.train.momentum(0.01, 0.9),
    loss: difference,
    metrics: [difference, "mae"],
  });
  await model.fit(x, y, { verbose: 0 });
  let again = model;
  const [loss, metric] = await warnings(async () => {
    again = await reload(model, config);
  });
  assertEquals(loss.includes("is saved without its loss"), true);
  assertEquals(metric.includes("is saved without its metric"), true);
  await assertRejects(
    () => again.fit(x, y, { verbose: 0 }),
    Error,
    "it must have a loss",
  );
  again.compile({ optimizer: again.optimizer, loss: difference });
  await model.fit(x, y, { verbose: 0 });
  await again.fit(x, y, { verbose: 0 });
  assertClose(values(again.getWeights()), values(model.getWeights()));
});

Deno.test("metrics of several outputs and lossWeights are saved", async () => {
  const input = tf.input({ shape: [1] });
  const outputs = ["p", "q"].map((name) =>
    tf.layers.dense({ units: 1, name }).apply(input) as tf.SymbolicTensor
  );
  const model = tf.model({ inputs: input, outputs });
  model.compile(
    {
      optimizer: "sgd",
      loss: { p: "meanSquaredError", q: "meanAbsoluteError" },
      metrics: { p: ["mae", tf.metrics.cosineProximity], q: "mse" },
      lossWeights: { q: 3 },
    } as never,
  );
  const again = await reload(model, config);
  assertEquals(again.metricsNames, model.metricsNames);
  const evaluate = (model: tf.LayersModel) =>
    (model.evaluate(x, [y, y]) as tf.Tensor[]).flatMap(values);
  assertClose(evaluate(again), evaluate(model));
});
