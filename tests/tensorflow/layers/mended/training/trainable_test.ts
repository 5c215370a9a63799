import { assertEquals, assertNotEquals } from "@std/assert";
import { tf } from "../../../../../lib/tensorflow/mod.ts";
import { assertClose, values } from "../support.ts";

const x = tf.randomNormal([8, 2], 0, 1, "float32", 1);
const y = tf.randomNormal([8, 1], 0, 1, "float32", 2);

/** A dense layer and batch normalization. */
const base = (): tf.Sequential =>
  tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, inputShape: [2] }),
      tf.layers.batchNormalization(),
    ],
  });

const head = (): tf.layers.Layer => tf.layers.dense({ units: 1 });

/** Ways to put a head on a base. */
const builders: Record<string, (base: tf.Sequential) => tf.LayersModel> = {
  "a sequential model": (base) => tf.sequential({ layers: [base, head()] }),
  "a functional model": (base) => {
    const input = tf.input({ shape: [2] });
    const outputs = head().apply(base.apply(input)) as tf.SymbolicTensor;
    return tf.model({ inputs: input, outputs });
  },
};

function compile(model: tf.LayersModel): void {
  model.compile({ optimizer: "adam", loss: "meanSquaredError" });
}

/** The values of a model's weights, by their names. */
const weightsOf = (model: tf.LayersModel): Record<string, number[]> =>
  Object.fromEntries(
    model.weights.map((weight) => [weight.name, values(weight.read())]),
  );

for (const [name, build] of Object.entries(builders)) {
  for (const isNested of [false, true]) {
    Deno.test(`a frozen base stays as it is in ${name}${isNested ? ", nested" : ""}`, async () => {
      const inner = base();
      const frozen = isNested
        ? tf.sequential({ layers: [inner, tf.layers.reLU()] })
        : inner;
      frozen.trainable = false;
      const model = build(frozen);
      compile(model);
      assertEquals(model.trainableWeights.length, 2);
      const before = weightsOf(frozen);
      await model.fit(x, y, { epochs: 3, batchSize: 4, verbose: 0 });
      assertEquals(weightsOf(frozen), before);
      frozen.trainable = true;
      compile(model);
      await model.fit(x, y, { epochs: 3, batchSize: 4, verbose: 0 });
      const after = weightsOf(frozen);
      for (const key of Object.keys(before)) {
        assertNotEquals(after[key], before[key], key);
      }
    });
  }
}

Deno.test("frozen batch normalization infers", async () => {
  const model = base();
  model.add(head());
  model.layers[1].trainable = false;
  model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError" });
  const { history } = await model.fit(x, y, { epochs: 3, verbose: 0 });
  const loss = values(model.evaluate(x, y))[0];
  assertClose(history.loss as number[], [loss, loss, loss]);
});

Deno.test("a model that was frozen after compile() trains by itself, as in a GAN", async () => {
  const judge = base();
  judge.add(head());
  compile(judge);
  const input = tf.input({ shape: [1] });
  const maker = tf.layers.dense({ units: 2 });
  judge.trainable = false;
  const outputs = judge.apply(maker.apply(input)) as tf.SymbolicTensor;
  const both = tf.model({ inputs: input, outputs });
  compile(both);
  for (let i = 0; i < 3; i++) {
    const [judges, makers] = [weightsOf(judge), values(maker.getWeights())];
    await judge.trainOnBatch(x, y);
    const trained = weightsOf(judge);
    assertNotEquals(trained, judges);
    await both.trainOnBatch(y, y);
    assertEquals(weightsOf(judge), trained);
    assertNotEquals(values(maker.getWeights()), makers);
  }
});
