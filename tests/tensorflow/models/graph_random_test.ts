import { assertEquals, assertNotEquals } from "@std/assert";
import { init, setRandomSeed, tf } from "../../../lib/tensorflow/mod.ts";

await init();

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
