import { assertEquals, assertThrows } from "@std/assert";
import { ExportError } from "../../../lib/export/format.ts";
import { kerasLayer, snakeCase } from "../../../lib/export/keras/layers.ts";
import { tf } from "../../../lib/tensorflow/mod.ts";

Deno.test("snakeCase() names groups as Keras does", () => {
  for (
    const [name, expected] of [
      ["Conv2D", "conv2d"],
      ["ReLU", "re_lu"],
      ["ELU", "elu"],
      ["BatchNormalization", "batch_normalization"],
      ["GlobalAveragePooling2D", "global_average_pooling2d"],
      ["useBias", "use_bias"],
      ["logSoftmax", "log_softmax"],
    ]
  ) assertEquals(snakeCase(name), expected);
});

Deno.test("kerasLayer() refuses a layer that it does not know", () => {
  assertThrows(
    () => kerasLayer({ layer: tf.layers.masking(), name: "masking" }),
    ExportError,
    "(Masking) to Keras: it must be one of Activation, AlphaDropout",
  );
});
