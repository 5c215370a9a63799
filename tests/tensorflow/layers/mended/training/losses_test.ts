import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../../../../lib/tensorflow/mod.ts";
import { assertClose, values } from "../support.ts";

/** `compile()` takes weights of losses, which TensorFlow.js's types lack. */
type CompileArgs = tf.ModelCompileArgs & { readonly lossWeights?: unknown };

let made = 0;

/** Two outputs, `p` and `q`, that are each a weight times the input. */
function twoOutputs(
  args: Partial<CompileArgs>,
  kernelRegularizer?: ReturnType<typeof tf.regularizers.l2>,
): tf.LayersModel {
  const id = made++;
  const x = tf.input({ shape: [1] });
  const outputs = [2, 3].map((value, i) =>
    tf.layers.dense({
      units: 1,
      useBias: false,
      name: `${"pq"[i]}${id}`,
      kernelInitializer: tf.initializers.constant({ value }),
      kernelRegularizer,
    }).apply(x) as tf.SymbolicTensor
  );
  const model = tf.model({ inputs: x, outputs });
  model.compile({
    optimizer: tf.train.sgd(0),
    loss: "meanSquaredError",
    ...args,
  });
  return model;
}

const x = tf.ones([4, 1]);
const zero = tf.zeros([4, 1]);

/** The final values of a history, in training and in validation. */
async function fit(
  model: tf.LayersModel,
): Promise<Record<string, number[]>> {
  const { history } = await model.fit(x, [zero, zero], {
    epochs: 2,
    batchSize: 3,
    verbose: 0,
    validationData: [x, [zero, zero]],
  });
  const last = (name: string) => history[name].at(-1) as number;
  return Object.fromEntries(
    model.metricsNames.map((name) => [name, [last(name), last(`val_${name}`)]]),
  );
}

Deno.test("evaluate() and validation give a loss for each output, and their sum", async () => {
  const model = twoOutputs({ metrics: ["mae"] });
  const [p, q] = model.outputNames;
  // Predictions of 2 and 3, targets of 0
  const expected = [13, 4, 9, 2, 3];
  assertEquals(model.metricsNames, [
    "loss",
    `${p}_loss`,
    `${q}_loss`,
    `${p}_mae`,
    `${q}_mae`,
  ]);
  const scores = model.evaluate(x, [zero, zero]) as tf.Scalar[];
  assertClose(scores.flatMap(values), expected);
  assertClose(
    Object.values(await fit(model)).flat(),
    expected.flatMap((value) => [value, value]),
  );
});

Deno.test("lossWeights weight the outputs' losses in the total", async () => {
  const weights = [
    [0.5, 2],
    (names: string[]) => ({ [names[0]]: 0.5, [names[1]]: 2 }),
  ];
  for (const each of weights) {
    const model = twoOutputs({});
    const lossWeights = typeof each === "function"
      ? each(model.outputNames)
      : each;
    model.compile(
      {
        optimizer: tf.train.sgd(0),
        loss: "meanSquaredError",
        lossWeights,
      } as CompileArgs,
    );
    const { loss } = await fit(model);
    assertClose(loss, [20, 20]);
  }
  assertThrows(
    () => twoOutputs({ lossWeights: [1] }),
    RangeError,
    "lossWeights must be a number for each of its outputs",
  );
  assertThrows(
    () => twoOutputs({ lossWeights: { other: 1 } }),
    TypeError,
    'current name is "other"',
  );
});

Deno.test("regularizers' penalties are part of the loss in evaluation, too", async () => {
  const model = twoOutputs({}, tf.regularizers.l2({ l2: 0.5 }));
  const results = await fit(model);
  assertClose(results.loss, [19.5, 19.5]);
  assertClose(results[model.metricsNames[1]], [4, 4]);
});

Deno.test("losses of several ranks add up by their means", async () => {
  const input = tf.input({ shape: [4, 3] });
  const constant = tf.initializers.constant({ value: 1 });
  const make = (from: tf.SymbolicTensor) =>
    tf.layers.dense({ units: 1, kernelInitializer: constant })
      .apply(from) as tf.SymbolicTensor;
  const flat = tf.layers.flatten().apply(input) as tf.SymbolicTensor;
  const model = tf.model({
    inputs: input,
    outputs: [make(input), make(flat)],
  });
  model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError" });
  const targets = [tf.zeros([5, 4, 1]), tf.zeros([5, 1])];
  const { history } = await model.fit(tf.ones([5, 4, 3]), targets, {
    verbose: 0,
  });
  // 3² and 12²
  assertClose(history.loss as number[], [153]);
});

Deno.test("an output without a loss needs no targets", async () => {
  const model = twoOutputs({});
  const [p, q] = model.outputNames;
  model.compile({
    optimizer: tf.train.sgd(0.1),
    loss: { [q]: "meanSquaredError" },
    metrics: { [q]: "mae" },
  });
  const { history } = await model.fit(x, { [q]: zero }, {
    epochs: 2,
    verbose: 0,
    validationSplit: 0.25,
  });
  assertEquals(
    Object.keys(history).sort(),
    [
      "loss",
      `${q}_loss`,
      `${q}_mae`,
      "val_loss",
      `val_${q}_loss`,
      `val_${q}_mae`,
    ].sort(),
  );
  assertClose(values(model.getLayer(p).getWeights()), [2]);
});

Deno.test("a model without any loss says so", () => {
  const model = twoOutputs({ loss: {} });
  assertThrows(
    () => model.evaluate(x, [zero, zero]),
    Error,
    "it must have a loss",
  );
});
