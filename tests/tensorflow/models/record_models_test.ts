import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
} from "@std/assert";
import {
  modelRecordings,
  recordModel,
  setRandomSeed,
} from "../../../lib/tensorflow/mod.ts";
import { alive, assertCloseTensor, tf } from "../../support/tensorflow.ts";
import { warnings } from "./warnings.ts";

const l = tf.layers;
const seed = 5;
const kernelInitializer = () => tf.initializers.glorotUniform({ seed });

/** 20 examples of 6 numbers and their class, one of 3. */
const x = tf.randomNormal([20, 6], 0, 1, "float32", 1);
const classes = tf.tensor1d(
  Array.from({ length: 20 }, (_, i) => i % 3),
  "int32",
);
const y = tf.oneHot(classes, 3).toFloat();

function dense(): tf.LayersModel {
  return compiled(tf.sequential({
    layers: [
      l.dense({
        units: 8,
        inputShape: [6],
        activation: "relu",
        kernelInitializer: kernelInitializer(),
        kernelRegularizer: "l1l2",
      }),
      l.batchNormalization(),
      l.dropout({ rate: 0.3 }),
      l.dense({
        units: 3,
        activation: "softmax",
        kernelInitializer: kernelInitializer(),
      }),
    ],
  }));
}

function compiled(model: tf.LayersModel): tf.LayersModel {
  model.compile({
    optimizer: tf.train.adam(0.01),
    loss: "categoricalCrossentropy",
    metrics: ["accuracy"],
  });
  return model;
}

const options = { batchSize: 8, shuffle: false, verbose: 0 } as const;

/** Runs the same with recorded steps and op by op, and compares the results. */
async function assertSame(
  make: () => tf.LayersModel,
  run: (model: tf.LayersModel) => Promise<number[]>,
): Promise<void> {
  const results: number[][] = [];
  for (const recorded of [false, true]) {
    setRandomSeed(9);
    const model = make();
    recordModel(model, recorded);
    results.push(await run(model));
    const { train } = modelRecordings(model);
    assertEquals(train.length > 0, recorded, "recorded");
    model.dispose();
    model.optimizer?.dispose();
  }
  assertEquals(results[1].length, results[0].length);
  results[0].forEach((value, i) =>
    assertAlmostEquals(results[1][i], value, 2e-4)
  );
}

const numbers = (history: tf.History) =>
  Object.values(history.history).flat() as number[];

Deno.test("fit() recorded: losses, metrics and validation as op by op, with a short last batch and dropout", () =>
  assertSame(dense, async (model) => {
    const history = await model.fit(x, y, {
      ...options,
      epochs: 4,
      validationData: [x, y],
    });
    return numbers(history);
  }));

Deno.test("fit() records the last short batch by itself, and validation", async () => {
  const model = dense();
  await model.fit(x, y, { ...options, epochs: 2, validationData: [x, y] });
  const { train, test } = modelRecordings(model);
  assertEquals([train.length, test.length], [2, 2]);
  model.dispose();
});

Deno.test("fit() recorded: several inputs and outputs", () =>
  assertSame(() => {
    const [a, b] = [tf.input({ shape: [6] }), tf.input({ shape: [6] })];
    const units = { kernelInitializer: "ones" } as const;
    const joined = l.concatenate().apply([a, b]) as tf.SymbolicTensor;
    const outputs = [
      l.dense({ ...units, units: 3, activation: "softmax", name: "p" }).apply(
        joined,
      ),
      l.dense({ ...units, units: 1, name: "q" }).apply(joined),
    ] as tf.SymbolicTensor[];
    const model = tf.model({ inputs: [a, b], outputs });
    model.compile({
      optimizer: tf.train.rmsprop(0.01),
      loss: ["categoricalCrossentropy", "meanSquaredError"],
      metrics: { p: "accuracy", q: "mae" },
    });
    return model;
  }, async (model) => {
    const total = x.sum(1, true);
    const history = await model.fit([x, x.neg()], [y, total], {
      ...options,
      epochs: 3,
    });
    const [p, q] = model.predict([x, x.neg()]) as tf.Tensor[];
    return [...numbers(history), ...p.dataSync(), ...q.dataSync()];
  }));

Deno.test("fit() recorded: class weights", () =>
  assertSame(dense, async (model) => {
    const classWeight = { 0: 1, 1: 2, 2: 0.5 };
    return numbers(
      await model.fit(x, y, { ...options, epochs: 3, classWeight }),
    );
  }));

Deno.test("fit() recorded: a recurrent network with dropout", () =>
  assertSame(() => {
    const model = tf.sequential({
      layers: [
        l.gru({
          units: 4,
          inputShape: [3, 2],
          dropout: 0.2,
          recurrentDropout: 0.2,
          kernelInitializer: kernelInitializer(),
          recurrentInitializer: kernelInitializer(),
        }),
        l.dense({ units: 3, activation: "softmax", kernelInitializer: "ones" }),
      ],
    });
    return compiled(model);
  }, async (model) => {
    const sequences = x.reshape([20, 3, 2]);
    return numbers(await model.fit(sequences, y, { ...options, epochs: 3 }));
  }));

Deno.test("fitDataset(), trainOnBatch(), evaluate() and predict() recorded give what they give op by op", () =>
  assertSame(dense, async (model) => {
    const xs = tf.data.array(x.arraySync() as number[][]);
    const ys = tf.data.array(y.arraySync() as number[][]);
    const dataset = tf.data.zip({ xs, ys }).batch(8);
    const history = await model.fitDataset(dataset, { epochs: 3, verbose: 0 });
    const values = numbers(history);
    for (let i = 0; i < 3; i++) {
      values.push(...await model.trainOnBatch(x, y) as number[]);
      for (
        const scalar of model.evaluate(x, y, { batchSize: 8 }) as tf.Scalar[]
      ) {
        values.push(scalar.dataSync()[0]);
      }
      const predicted = model.predict(x, { batchSize: 8 }) as tf.Tensor;
      assertEquals(predicted.shape, [20, 3]);
      values.push(...predicted.dataSync());
    }
    return values;
  }));

Deno.test("a step that can't be recorded runs op by op, and one line says why", async () => {
  class Reads extends tf.layers.Layer {
    static className = "Reads";
    override call(inputs: tf.Tensor[]): tf.Tensor {
      return inputs[0].mul(inputs[0].dataSync().length > 0 ? 2 : 1);
    }
  }
  const model = compiled(tf.sequential({
    name: "reads",
    layers: [
      l.dense({ units: 3, inputShape: [6] }),
      new Reads({}),
      l.softmax(),
    ],
  }));
  let history: tf.History;
  const lines = await warnings(async () => {
    history = await model.fit(x, y, { ...options, epochs: 4 });
    await model.fit(x, y, { ...options, epochs: 2 });
  });
  assertEquals(lines.length, 1);
  assert(lines[0].startsWith('Model "reads" trains op by op: Cannot record'));
  const { loss } = history!.history;
  assert(loss.at(-1)! < loss[0], `${loss}`);
  model.dispose();
});

Deno.test("an optimizer that counts in JavaScript runs op by op, and counts right", async () => {
  class Counts extends tf.SGDOptimizer {
    steps = 0;
    override applyGradients(gradients: never): void {
      this.steps++;
      super.applyGradients(gradients);
    }
  }
  const optimizer = new Counts(0.1);
  const model = dense();
  model.compile({ optimizer, loss: "meanSquaredError" });
  const lines = await warnings(() =>
    model.fit(x, y, { ...options, epochs: 3 })
  );
  assertEquals([optimizer.steps, lines.length], [9, 1]);
  assert(lines[0].includes('"steps" of Counts changes'), lines[0]);
  model.dispose();
});

Deno.test("what changes between two steps counts: learning rate, dropout, trainable, weights, optimizer, compile()", () =>
  assertSame(dense, async (model) => {
    const fit = async () =>
      numbers(await model.fit(x, y, { ...options, epochs: 3 }));
    const values = await fit();
    const optimizer = model.optimizer as unknown as { learningRate: number };
    optimizer.learningRate = 0.05;
    values.push(...await fit());
    (model.layers[2] as unknown as { rate: number }).rate = 0;
    values.push(...await fit());
    model.layers[0].trainable = false;
    const before = model.layers[0].getWeights()[0].clone();
    values.push(...await fit());
    assertCloseTensor(model.layers[0].getWeights()[0], before, 0);
    model.layers[0].trainable = true;
    values.push(...await fit());
    model.setWeights(model.getWeights().map((weight) => weight.mul(0.5)));
    values.push(...await fit());
    const saved = await model.optimizer.getWeights();
    await model.optimizer.setWeights(
      saved.map(({ name, tensor }) => ({ name, tensor: tensor.clone() })),
    );
    values.push(...await fit());
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    values.push(...await fit());
    return values;
  }));

Deno.test("callbacks: early stopping, a learning rate a step, an exception", async () => {
  await assertSame(dense, async (model) => {
    const optimizer = model.optimizer as unknown as { learningRate: number };
    let steps = 0;
    const history = await model.fit(x, y, {
      ...options,
      epochs: 5,
      callbacks: {
        onBatchEnd: () => {
          optimizer.learningRate = 0.02 / ++steps;
        },
      },
    });
    return [...numbers(history), steps];
  });
  const model = dense();
  const history = await model.fit(x, y, {
    ...options,
    epochs: 9,
    callbacks: tf.callbacks.earlyStopping({
      monitor: "loss",
      minDelta: 9,
      patience: 2,
    }),
  });
  assertEquals(history.epoch.length, 3);
  await assertRejects(
    () =>
      model.fit(x, y, {
        ...options,
        callbacks: {
          onBatchEnd: () => {
            throw new Error("mine");
          },
        },
      }),
    Error,
    "mine",
  );
  assertEquals((await model.fit(x, y, options)).epoch.length, 1);
  model.dispose();
});

Deno.test("the optimizer counts recorded steps", async () => {
  const model = dense();
  await model.fit(x, y, { ...options, epochs: 4 });
  const [{ name, tensor }] = await model.optimizer.getWeights();
  assertEquals([name, tensor.dataSync()[0]], ["iter", 12]);
  tensor.dispose();
  model.dispose();
});

Deno.test("dropout differs from step to step, and a seed repeats all of it", async () => {
  const train = async () => {
    setRandomSeed(4);
    const model = tf.sequential({
      layers: [
        l.dropout({ rate: 0.5, inputShape: [6] }),
        l.dense({
          units: 1,
          kernelInitializer: "ones",
        }),
      ],
    });
    model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError" });
    const losses: number[] = [];
    for (let i = 0; i < 5; i++) {
      losses.push(await model.trainOnBatch(x, classes.toFloat()) as number);
    }
    model.dispose();
    return losses;
  };
  const losses = await train();
  assertEquals(new Set(losses).size, 5);
  assertEquals(await train(), losses);
});

Deno.test("many steps leave memory as it is; dispose() frees the recordings", async () => {
  const before = alive();
  const model = dense();
  await model.fit(x, y, { ...options, epochs: 2 });
  const during = alive();
  await model.fit(x, y, { ...options, epochs: 20 });
  for (let i = 0; i < 20; i++) {
    tf.dispose(model.predict(x));
    tf.dispose(model.evaluate(x, y));
  }
  assertEquals(alive(), during);
  model.optimizer.dispose();
  model.dispose();
  assertEquals(modelRecordings(model).train, []);
  assertEquals(alive().handles, before.handles);
});

Deno.test("models that are left undisposed cause no line on stderr", async () => {
  const lines = await warnings(() => {
    for (let i = 0; i < 2; i++) {
      const model = dense();
      for (let j = 0; j < 3; j++) tf.dispose(model.predict(x));
    }
  });
  assertEquals(lines, []);
});

Deno.test("predict() works within tidy(), grads() and a model that returns its input", () => {
  const model = dense();
  for (let i = 0; i < 3; i++) {
    const gradient = tf.grad((x: tf.Tensor) => model.apply(x) as tf.Tensor)(x);
    assertEquals(gradient.shape, [20, 6]);
    tf.tidy(() => assertEquals(model.predict(x) instanceof tf.Tensor, true));
  }
  const input = tf.input({ shape: [6] });
  const identity = tf.model({ inputs: input, outputs: [input, input] });
  for (let i = 0; i < 3; i++) {
    const [a, b] = identity.predict(x) as tf.Tensor[];
    assertCloseTensor(a, x, 0);
    assertCloseTensor(b, x, 0);
  }
  model.dispose();
});

Deno.test("an optimizer of one's own is recorded, and counts", async () => {
  class Own extends tf.Optimizer {
    static className = "Own";
    applyGradients(gradients: { name: string; tensor: tf.Tensor }[]): void {
      for (const { name, tensor } of gradients) {
        const variable = tf.engine().registeredVariables[name];
        tf.tidy(() => variable.assign(variable.sub(tensor.mul(0.1))));
      }
      this.incrementIterations();
    }
    getConfig(): tf.serialization.ConfigDict {
      return {};
    }
  }
  const optimizer = new Own();
  const model = dense();
  model.compile({ optimizer, loss: "meanSquaredError" });
  const lines = await warnings(() =>
    model.fit(x, y, { ...options, epochs: 3 })
  );
  assertEquals([optimizer.iterations, lines], [9, []]);
  assertEquals(modelRecordings(model).train.length, 2);
  model.dispose();
});

Deno.test("an optimizer that sets its count itself runs op by op, and counts right", async () => {
  class Sets extends tf.SGDOptimizer {
    override incrementIterations(): void {
      this.iterations_ = this.iterations + 1;
    }
  }
  const optimizer = new Sets(0.1);
  const model = dense();
  model.compile({ optimizer, loss: "meanSquaredError" });
  const lines = await warnings(() =>
    model.fit(x, y, { ...options, epochs: 3 })
  );
  assertEquals([optimizer.iterations, lines.length], [9, 1]);
  assert(lines[0].includes("incrementIterations()"), lines[0]);
  model.dispose();
});
