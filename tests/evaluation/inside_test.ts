import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  featureMaps,
  gradCam,
  kernelsOf,
  layersWithMaps,
} from "../../lib/evaluation/inside.ts";
import { tf } from "../../lib/tensorflow/mod.ts";

const plain = { mean: 0, standardDeviation: 1 };

/**
 * Channel 0 copies the image, channel 1 is its negative; digit 0 scores by the
 * sum of channel 0, digit 1 by that of channel 1.
 */
function copyingModel(): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: "conv",
        inputShape: [28, 28, 1],
        filters: 2,
        kernelSize: 3,
        padding: "same",
        useBias: false,
      }),
      tf.layers.globalAveragePooling2d({ name: "pool" } as never),
      tf.layers.dense({ name: "dense", units: 10, useBias: false }),
      tf.layers.activation({ activation: "logSoftmax" as "softmax" }),
    ],
  });
  tf.tidy(() => {
    const kernel = tf.buffer([3, 3, 1, 2]);
    kernel.set(1, 1, 1, 0, 0);
    kernel.set(-1, 1, 1, 0, 1);
    model.setWeights([kernel.toTensor(), tf.eye(2, 10)]);
  });
  return model;
}

/** One bright pixel in row 5, column 9. */
function brightPixel(): Uint8Array {
  const pixels = new Uint8Array(784);
  pixels[5 * 28 + 9] = 255;
  return pixels;
}

function using(test: (model: tf.LayersModel) => void): void {
  const before = tf.memory().numTensors;
  const model = copyingModel();
  test(model);
  model.dispose();
  assertEquals(tf.memory().numTensors, before);
}

Deno.test("kernelsOf() gives a grid for each output channel", () => {
  using((model) => {
    const kernels = kernelsOf(model, "conv");
    assertEquals(kernels.map(({ rows, columns }) => [rows, columns]), [
      [3, 3],
      [3, 3],
    ]);
    assertEquals([...kernels[0].values], [0, 0, 0, 0, 1, 0, 0, 0, 0]);
    assertEquals([...kernels[1].values], [0, 0, 0, 0, -1, 0, 0, 0, 0]);
    assertThrows(() => kernelsOf(model, "dense"), RangeError, "convolution");
    assertThrows(() => kernelsOf(model, "none"), RangeError, "must be one of");
  });
});

Deno.test("featureMaps() gives each channel of each layer with rows and columns", () => {
  using((model) => {
    assertEquals(layersWithMaps(model), ["conv"]);
    const [{ layer, maps }, ...rest] = featureMaps(
      model,
      brightPixel(),
      { mean: 0.5, standardDeviation: 0.25 },
    );
    assertEquals([layer, maps.length, rest.length], ["conv", 2, 0]);
    assertEquals([maps[0].rows, maps[0].columns], [28, 28]);
    assertAlmostEquals(maps[0].values[5 * 28 + 9], 2, 1e-6);
    assertAlmostEquals(maps[0].values[0], -2, 1e-6);
    assertAlmostEquals(maps[1].values[5 * 28 + 9], -2, 1e-6);
    assertThrows(
      () => featureMaps(model, brightPixel(), plain, ["pool"]),
      RangeError,
      "rows and columns",
    );
  });
});

Deno.test("gradCam() finds the pixel that speaks for a digit", () => {
  using((model) => {
    const { rows, columns, values } = gradCam(model, brightPixel(), plain, 0);
    assertEquals([rows, columns], [28, 28]);
    assertEquals(values.indexOf(Math.max(...values)), 5 * 28 + 9);
    assertAlmostEquals(values[5 * 28 + 9], 1, 1e-6);
    assertEquals(values.filter((value) => value > 0).length, 1);
  });
});

Deno.test("gradCam() is 0 where nothing speaks for a digit", () => {
  using((model) => {
    // Digit 1 scores by the negative of the picture, digit 2 by nothing
    for (const digit of [1, 2]) {
      const { values } = gradCam(model, brightPixel(), plain, digit);
      assert(values.every((value) => value === 0));
    }
    assertThrows(
      () => gradCam(model, brightPixel(), plain, 10),
      RangeError,
      "from 0 to 9",
    );
  });
});

Deno.test("gradCam() wants a chain of layers", () => {
  const input = tf.input({ shape: [28, 28, 1] });
  const conv = tf.layers.conv2d({ filters: 1, kernelSize: 3 });
  const output = tf.layers.globalAveragePooling2d({} as never)
    .apply(conv.apply(input)) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: output });
  assertThrows(
    () => gradCam(model, brightPixel(), plain, 0),
    TypeError,
    "tf.sequential",
  );
  model.dispose();
});
