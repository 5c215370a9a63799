import { assertEquals, assertNotEquals } from "@std/assert";
import { init, setRandomSeed, tf } from "../../../lib/tensorflow/mod.ts";

await init();

/** The losses of a model with dropout, whose examples are shuffled. */
async function losses(seed: number): Promise<unknown> {
  setRandomSeed(seed);
  const layers = [
    tf.layers.dense({ units: 4, inputShape: [3] }),
    tf.layers.dropout({ rate: 0.3 }),
    tf.layers.dense({ units: 1, kernelInitializer: "orthogonal" }),
  ];
  const model = tf.sequential({ layers });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const x = tf.randomNormal([20, 3]);
  const y = tf.tidy(() => x.sum(1, true));
  const { history } = await model.fit(x, y, {
    epochs: 3,
    batchSize: 8,
    verbose: 0,
  });
  const optimizer = model.optimizer;
  model.dispose();
  optimizer.dispose();
  tf.dispose([x, y]);
  return history;
}

Deno.test("one seed repeats a whole fit(): weights, shuffling, dropout", async () => {
  const first = await losses(1);
  assertEquals(await losses(1), first);
  assertNotEquals(await losses(2), first);
});

/** The order of a data set, in two passes over it. */
async function orders(seed?: number): Promise<number[][]> {
  const data = tf.data.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).shuffle(
    10,
    seed as never,
  );
  return [await data.toArray(), await data.toArray()] as number[][];
}

Deno.test("tf.data's shuffle() follows the seed, or the caller's", async () => {
  setRandomSeed(1);
  const first = await orders();
  assertNotEquals(await orders(), first);
  setRandomSeed(1);
  assertEquals(await orders(), first);
  for (const seed of [0, 7]) {
    assertEquals(await orders(seed), await orders(seed));
  }
  assertNotEquals(await orders(0), await orders(7));
});

const type = (type: string) => ({ type });

/** A graph model of one random operation. */
async function graphModel(
  op: string,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attributes: Readonly<Record<string, unknown>>,
): Promise<tf.GraphModel> {
  const { data, specs } = await tf.io.encodeWeights(inputs);
  const constants = Object.entries(inputs).map(([name, { dtype }]) => ({
    name,
    op: "Const",
    attr: { dtype: type(dtype === "int32" ? "DT_INT32" : "DT_FLOAT") },
  }));
  const node = {
    name: "draw",
    op,
    input: Object.keys(inputs),
    attr: attributes,
  };
  tf.dispose(inputs);
  return await tf.loadGraphModel(tf.io.fromMemory({
    modelTopology: { node: [...constants, node], versions: {} },
    weightSpecs: specs,
    weightData: data,
  }));
}

const shape = () => tf.tensor1d([64], "int32");
const whole = (value: number) => tf.scalar(value, "int32");
const float = { dtype: type("DT_FLOAT"), T: type("DT_INT32") };
const graphs: Readonly<
  Record<string, [() => Record<string, tf.Tensor>, object]>
> = {
  RandomUniform: [() => ({ shape: shape() }), float],
  RandomUniformInt: [
    () => ({ shape: shape(), least: whole(3), most: whole(9) }),
    { T: type("DT_INT32"), Tout: type("DT_INT32") },
  ],
  RandomStandardNormal: [() => ({ shape: shape() }), float],
  TruncatedNormal: [() => ({ shape: shape() }), float],
  Multinomial: [
    () => ({ logits: tf.zeros([2, 5]), count: whole(30) }),
    { T: type("DT_FLOAT"), output_dtype: type("DT_INT32") },
  ],
};

for (const [op, [inputs, attributes]] of Object.entries(graphs)) {
  Deno.test(`a graph model's ${op} follows the seed, or its own`, async () => {
    const model = async (seed: number) =>
      await graphModel(op, inputs(), {
        ...attributes,
        seed: { i: `${seed}` },
        seed2: { i: "0" },
      });
    const [free, fixed] = [await model(0), await model(5)];
    const draw = (model: tf.GraphModel) =>
      tf.tidy(() => [...(model.execute({}) as tf.Tensor).dataSync()]);
    setRandomSeed(1);
    const first = [draw(free), draw(free)];
    assertNotEquals(first[0], first[1]);
    setRandomSeed(1);
    assertEquals([draw(free), draw(free)], first);
    assertEquals(draw(fixed), draw(fixed));
    if (op === "RandomUniformInt") {
      assertEquals(Math.min(...first[0]), 3);
      assertEquals(Math.max(...first[0]), 8);
    }
    free.dispose();
    fixed.dispose();
  });
}
