import { assertEquals } from "@std/assert";
import { tf } from "../../lib/tensorflow/mod.ts";
import { receptiveFields } from "../../lib/model/receptive_field.ts";

Deno.test("receptiveFields() grow with kernels, dilation and earlier strides", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: "a",
        inputShape: [64, 64, 1],
        filters: 1,
        kernelSize: [3, 5],
        strides: 2,
      }),
      tf.layers.conv2d({
        name: "b",
        filters: 1,
        kernelSize: 3,
        dilationRate: 2,
      }),
      tf.layers.maxPooling2d({ name: "c", poolSize: 2 }),
      tf.layers.conv2d({ name: "d", filters: 1, kernelSize: 3 }),
    ],
  });
  const fields = receptiveFields(model);
  model.dispose();
  assertEquals(fields.get("a"), [3, 5]);
  assertEquals(fields.get("b"), [11, 13]); // + (3 − 1)·2·2
  assertEquals(fields.get("c"), [13, 15]); // + (2 − 1)·2
  assertEquals(fields.get("d"), [21, 23]); // + (3 − 1)·4
});

Deno.test("receptiveFields() take the larger of two branches", () => {
  const input = tf.input({ shape: [16, 16, 1] });
  const conv = (name: string, kernelSize: number) =>
    tf.layers.conv2d({ name, filters: 2, kernelSize, padding: "same" })
      .apply(input) as tf.SymbolicTensor;
  const sum = tf.layers.add({ name: "sum" })
    .apply([conv("narrow", 3), conv("wide", 7)]) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: sum });
  assertEquals(receptiveFields(model).get("sum"), [7, 7]);
  model.dispose();
});

Deno.test("receptiveFields() are at most the image", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: "a",
        inputShape: [4, 6, 1],
        filters: 1,
        kernelSize: 5,
        padding: "same",
      }),
    ],
  });
  assertEquals(receptiveFields(model).get("a"), [4, 5]);
  model.dispose();
});

Deno.test("receptiveFields() leave out unknown layers and all that follow", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: "a",
        inputShape: [8, 8, 1],
        filters: 1,
        kernelSize: 3,
      }),
      tf.layers.upSampling2d({ name: "b" }),
      tf.layers.reLU({ name: "c" }),
    ],
  });
  const fields = receptiveFields(model);
  model.dispose();
  assertEquals(fields.get("a"), [3, 3]);
  assertEquals([fields.has("b"), fields.has("c")], [false, false]);
});
