import { assertEquals } from "@std/assert";
import { tf } from "../../lib/tensorflow/mod.ts";
import { formatSummary, summarize } from "../../lib/model/summary.ts";

function smallModel(): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: "conv1",
        inputShape: [8, 8, 1],
        filters: 4,
        kernelSize: 3,
      }), // [6, 6, 4]
      tf.layers.batchNormalization({ name: "norm1" }),
      tf.layers.maxPooling2d({ name: "pool1", poolSize: 2 }), // [3, 3, 4]
      tf.layers.globalAveragePooling2d({ name: "pool2" } as never), // [4]
      tf.layers.dense({ name: "dense2", units: 3 }),
    ],
  });
}

Deno.test("summarize() counts parameters and follows shapes", () => {
  const model = smallModel();
  const summary = summarize(model);
  model.dispose();
  assertEquals(
    summary.layers.map((layer) => [
      layer.name,
      layer.type,
      layer.outputShape,
      layer.parameters,
      layer.receptiveField,
    ]),
    [
      ["conv1", "Conv2D", [6, 6, 4], 40, [3, 3]],
      ["norm1", "BatchNormalization", [6, 6, 4], 16, [3, 3]],
      ["pool1", "MaxPooling2D", [3, 3, 4], 0, [4, 4]],
      ["pool2", "GlobalAveragePooling2D", [4], 0, [8, 8]],
      ["dense2", "Dense", [3], 15, [8, 8]],
    ],
  );
  assertEquals(summary.inputShape, [8, 8, 1]);
  assertEquals(summary.parameters, 71);
  assertEquals(summary.trainable, 63);
});

Deno.test("formatSummary() lines up columns and ends with totals", () => {
  const model = smallModel();
  const text = formatSummary(summarize(model));
  model.dispose();
  assertEquals(
    text,
    `\
-----------------------------------------------------------------
Layer (type)                     Output Shape  Receptive  Param #
=================================================================
conv1 (Conv2D)                  [-1, 6, 6, 4]        3×3       40
norm1 (BatchNormalization)      [-1, 6, 6, 4]        3×3       16
pool1 (MaxPooling2D)            [-1, 3, 3, 4]        4×4        0
pool2 (GlobalAveragePooling2D)        [-1, 4]        8×8        0
dense2 (Dense)                        [-1, 3]        8×8       15
=================================================================
Total params: 71
Trainable params: 63
Non-trainable params: 8
-----------------------------------------------------------------
Input size (MB): 0.00
Forward pass size (MB): 0.00
Params size (MB): 0.00
-----------------------------------------------------------------`,
  );
});
