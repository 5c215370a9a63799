import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { compile, recordModel } from "../../../lib/tensorflow/mod.ts";
import { setRandomSeed } from "../../../lib/tensorflow/random/seed.ts";
import { tf } from "../../support/tensorflow.ts";

const { layers } = tf;
/** TensorFlow.js has no type of `seed` for all of them. */
type Make = (options: { seed?: number }) => tf.layers.Layer;
const image = [2, 6, 6, 3];
const makers: Readonly<Record<string, [Make, shape: number[]]>> = {
  "dropout()": [(o) => layers.dropout({ rate: 0.5, ...o }), image],
  "spatialDropout1d()": [
    (o) => layers.spatialDropout1d({ rate: 0.5, ...o }),
    [2, 3, 16],
  ],
  "spatialDropout2d()": [
    (o) => layers.spatialDropout2d({ rate: 0.5, ...o }),
    [2, 3, 3, 16],
  ],
  "gaussianNoise()": [(o) => layers.gaussianNoise({ stddev: 1, ...o }), image],
  "gaussianDropout()": [
    (o) => layers.gaussianDropout({ rate: 0.5, ...o }),
    image,
  ],
  "alphaDropout()": [(o) => layers.alphaDropout({ rate: 0.5, ...o }), image],
  "lstm()": [
    (o) =>
      layers.lstm({
        units: 2,
        dropout: 0.5,
        kernelInitializer: "ones",
        recurrentInitializer: "zeros",
        ...o,
      }),
    [2, 3, 16],
  ],
  "attention()": [(o) => layers.attention({ dropout: 0.5, ...o }), [2, 8, 4]],
  "randomFlip()": [(o) => layers.randomFlip(o), [32, 2, 2, 1]],
  "randomRotation()": [
    (o) => layers.randomRotation({ factor: 0.2, ...o }),
    image,
  ],
};

const input = (shape: number[]): tf.Tensor =>
  tf.range(0, tf.util.sizeFromShape(shape)).cos().reshape(shape);

/** What a new layer computes in three calls. */
function calls(make: () => tf.layers.Layer, shape: number[], record = false) {
  const layer = make();
  const call = (x: tf.Tensor) =>
    layer.apply(x, { training: true }) as tf.Tensor;
  using recorded = record ? compile(call) : undefined;
  const run = recorded ?? call;
  const outputs = [0, 1, 2].map(() => [...run(input(shape)).dataSync()]);
  layer.dispose();
  return outputs;
}

for (const [name, [make, shape]] of Object.entries(makers)) {
  Deno.test(`the seed of ${name} gives the same numbers, op by op and recorded`, () => {
    const first = calls(() => make({ seed: 3 }), shape);
    assertNotEquals(first[0], first[1]);
    assertNotEquals(first[0], calls(() => make({ seed: 4 }), shape)[0]);
    setRandomSeed(3);
    assertNotEquals(first[0], calls(() => make({}), shape)[0]);
    const { classNameMap } = tf.serialization.SerializationMap.getMap();
    const copy = () => {
      const layer = make({ seed: 3 });
      const [class_, fromConfig] = classNameMap[layer.getClassName()];
      return fromConfig(class_, layer.getConfig()) as tf.layers.Layer;
    };
    for (const record of [false, true]) {
      calls(copy, shape, record).flat().forEach((value, i) =>
        assert(Math.abs(value - first.flat()[i]) < 1e-5)
      );
    }
  });
}

Deno.test("fit() with seeded dropout comes to the same losses, recorded or not, and leaves nothing", async () => {
  const x = input([24, 4]);
  const y = x.sum(1, true);
  const before = tf.memory().numTensors;
  const losses: number[][] = [];
  for (const recorded of [false, true]) {
    const layer = (units: number) =>
      layers.dense({ units, kernelInitializer: "ones" });
    const model = tf.sequential({
      layers: [
        layers.dense({ units: 8, inputShape: [4], kernelInitializer: "ones" }),
        layers.dropout({ rate: 0.5, seed: 1 }),
        layer(4),
        makers["gaussianNoise()"][0]({ seed: 2 }),
        layer(1),
      ],
    });
    const optimizer = tf.train.sgd(1e-3);
    model.compile({ optimizer, loss: "meanSquaredError" });
    recordModel(model, recorded);
    const { history } = await model.fit(x, y, {
      batchSize: 8,
      epochs: 3,
      shuffle: false,
      verbose: 0,
    });
    losses.push((history.loss as number[]).map((loss) => +loss.toFixed(2)));
    model.dispose();
    optimizer.dispose();
  }
  assertEquals(losses[0], losses[1]);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("randomFlip() draws for each axis by itself", () => {
  const layer = layers.randomFlip({ seed: 1 });
  const x = tf.ones([64, 2, 2, 1]).mul(tf.tensor4d([0, 1, 2, 3], [1, 2, 2, 1]));
  const y = layer.apply(x, { training: true }) as tf.Tensor;
  const corners = y.slice([0, 0, 0, 0], [64, 1, 1, 1]).dataSync();
  assertEquals([...new Set(corners)].toSorted(), [0, 1, 2, 3]);
});

Deno.test("a layer refuses a seed that is no whole number", () => {
  assertThrows(
    () => layers.dropout({ name: "drop", rate: 0.5, seed: 0.5 }),
    RangeError,
    'Cannot make layer "drop": seed must be a whole number: current value is 0.5',
  );
});
