import { assertAlmostEquals, assertEquals } from "@std/assert";
import { stagesOf } from "../../../../lib/demo/page/network/stages.ts";
import {
  strongestInputs,
  strongestUnit,
  unitSum,
} from "../../../../lib/demo/page/network/unit.ts";
import { createNetwork } from "../../../../lib/model/network.ts";
import { init, tf } from "../../../../lib/tensorflow/mod.ts";

/** A network with everything that a stage can have. */
function unusual(): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [28, 28, 1],
        filters: 3,
        kernelSize: [5, 3],
        strides: [2, 3],
        padding: "same",
        activation: "relu",
      }),
      tf.layers.conv2d({
        filters: 4,
        kernelSize: 3,
        dilationRate: 2,
        useBias: false,
      }),
      tf.layers.reLU(),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 6, activation: "tanh" }),
      tf.layers.dense({ units: 10, activation: "softmax" }),
    ],
  });
}

Deno.test("unitSum() is what the network computes, in every stage", async () => {
  await init();
  for (const model of [createNetwork(), unusual()]) {
    // Other biases than 0
    model.setWeights(
      model.getWeights().map((weight) =>
        weight.add(tf.randomUniform(weight.shape, 0, 0.01, "float32", 3))
      ),
    );
    const stages = stagesOf(model.layers);
    const image = tf.randomNormal([1, 28, 28, 1], 0, 1, "float32", 1);
    let x: tf.Tensor = image;
    const given = model.layers.map((layer) => {
      const input = x;
      x = layer.apply(x) as tf.Tensor;
      return { input: input.dataSync(), output: x.dataSync() };
    });
    for (const stage of stages) {
      const { rows, columns, channels } = stage.output;
      const { input } = given[stage.first];
      const { output } = given[stage.last];
      assertEquals(output.length, rows * columns * channels);
      for (const share of [0, 0.37, 0.73, 1]) {
        const at = (size: number) => Math.round(share * (size - 1));
        const place = {
          channel: at(channels),
          row: at(rows),
          column: at(columns),
        };
        const { channels: parts, total, bias } = unitSum(stage, input, place);
        const sum = parts.reduce((sum, part) => sum + part.sum, bias);
        assertAlmostEquals(total, sum, 1e-9);
        const value = output[
          (place.row * columns + place.column) * channels + place.channel
        ];
        // The last layer of the second network makes probabilities itself
        if (stage.activation === "softmax") continue;
        const wanted = stage.activation === "relu"
          ? Math.max(0, total)
          : stage.activation === "tanh"
          ? Math.tanh(total)
          : total;
        const tolerance = 1e-4 * (1 + Math.abs(wanted));
        assertAlmostEquals(value, wanted, tolerance, `layer ${stage.number}`);
      }
      const sums = unitSum(stage, input, { channel: 0, row: 0, column: 0 })
        .channels.map(({ sum }) => Math.abs(sum));
      assertEquals(
        strongestInputs(
          unitSum(stage, input, { channel: 0, row: 0, column: 0 }),
          3,
        ).map((k) => sums[k]),
        sums.toSorted((a, b) => b - a).slice(0, 3),
      );
      const { channel, row, column } = strongestUnit(stage, output);
      assertEquals(
        output[(row * columns + column) * channels + channel],
        Math.max(...output),
      );
    }
    model.dispose();
  }
});

Deno.test("stagesOf() names what lies between two stages", () => {
  const stages = stagesOf(createNetwork().layers);
  assertEquals(
    stages.map(({ kind }) => kind).join(),
    [
      ...Array(5).fill("convolution"),
      ...Array(2).fill("dense"),
    ].join(),
  );
  assertEquals(stages[1].then, ["batch normalization", "max pooling"]);
  assertEquals(stages[4].then, [
    "batch normalization",
    "the mean of each map",
  ]);
  assertEquals(stages.map(({ activation }) => activation).at(-1), "linear");
});
