import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { gradCam } from "../../lib/evaluation/grad_cam.ts";
import { tf } from "../../lib/tensorflow/mod.ts";
import { brightPixel, plain, withCopyingModel } from "./copying_model.ts";

Deno.test("gradCam() finds the pixel that is evidence for a digit", () => {
  withCopyingModel((model) => {
    const { rows, columns, values } = gradCam(model, brightPixel(), plain, 0);
    assertEquals([rows, columns], [28, 28]);
    assertEquals(values.indexOf(Math.max(...values)), 5 * 28 + 9);
    // The digit scores by the mean of 784 places
    assertAlmostEquals(values[5 * 28 + 9], 1 / 784, 1e-9);
    assertEquals(values.filter((value) => value > 0).length, 1);
  });
});

Deno.test("gradCam() is 0 without evidence for the digit", () => {
  withCopyingModel((model) => {
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

Deno.test("gradCam() reads the maps before batch normalization, which lights up blank paper", () => {
  const { layers } = tf;
  const normalized = layers.batchNormalization({ name: "norm" });
  const model = tf.sequential({
    layers: [
      layers.conv2d({
        name: "conv",
        inputShape: [28, 28, 1],
        filters: 1,
        kernelSize: 1,
        useBias: false,
      }),
      layers.reLU({ name: "relu" }),
      normalized,
      layers.dropout({ rate: 0.5 }),
      layers.globalAveragePooling2d({} as never),
      layers.dense({ units: 10, useBias: false }),
    ],
  });
  tf.tidy(() => {
    model.layers[0].setWeights([tf.ones([1, 1, 1, 1])]);
    const [gamma, beta, mean, variance] = [1, 5, 0, 1];
    normalized.setWeights(
      [gamma, beta, mean, variance].map((value) => tf.tensor1d([value])),
    );
    model.layers.at(-1)!.setWeights([tf.ones([1, 10])]);
  });
  const blank = new Uint8Array(784);
  const sum = (values: Float32Array) => values.reduce((a, b) => a + b);
  assertEquals(sum(gradCam(model, blank, plain, 0).values), 0);
  assert(sum(gradCam(model, brightPixel(), plain, 0).values) > 0);
  assert(sum(gradCam(model, blank, plain, 0, "norm").values) > 1);
  model.dispose();
});

Deno.test("gradCam() reads a network with an input layer of its own", () => {
  const { layers } = tf;
  const model = tf.sequential({
    layers: [
      layers.inputLayer({ inputShape: [28, 28, 1] }),
      layers.conv2d({
        ...{ filters: 1, kernelSize: 1, activation: "relu" },
        kernelInitializer: "ones",
      }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 10, kernelInitializer: "ones" }),
    ],
  });
  const { values } = gradCam(model, brightPixel(), plain, 0);
  assert(values[5 * 28 + 9] > 0);
  assertEquals(values[20 * 28 + 20], 0);
  model.dispose();
});

Deno.test("gradCam() finds the evidence for a class that is certain", () => {
  const { layers } = tf;
  const heat = (activation: "linear" | "softmax") => {
    const model = tf.sequential({
      layers: [
        layers.conv2d({
          ...{ inputShape: [28, 28, 1], filters: 1, kernelSize: 1 },
          kernelInitializer: "ones",
        }),
        layers.flatten(),
        layers.dense({ units: 2, activation }),
      ],
    });
    tf.tidy(() => {
      const kernel = tf.tensor2d([[500, -500]]).tile([784, 1]);
      model.layers[2].setWeights([kernel, tf.zeros([2])]);
    });
    const { values } = gradCam(model, brightPixel(), plain, 0);
    model.dispose();
    return values;
  };
  assertEquals(heat("softmax"), heat("linear"));
  assert(heat("softmax").some((value) => value > 0));
});

Deno.test("gradCam() needs a layer with maps", () => {
  const { layers } = tf;
  const model = tf.sequential({
    layers: [
      layers.inputLayer({ inputShape: [28, 28, 1] }),
      layers.flatten(),
      layers.dense({ units: 10 }),
    ],
  });
  assertThrows(
    () => gradCam(model, brightPixel(), plain, 0),
    RangeError,
    "must have a layer whose output has rows and columns",
  );
  model.dispose();
});

Deno.test("gradCam() needs a sequential model", () => {
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
