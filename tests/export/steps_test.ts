import { assertEquals, assertRejects } from "@std/assert";
import { ExportError } from "../../lib/export/format.ts";
import { inferenceSteps } from "../../lib/export/steps.ts";
import { ensembleOf } from "../../lib/model/ensemble.ts";
import { tf } from "../../lib/tensorflow/mod.ts";
import { selectBackend } from "../../lib/tensorflow/select_backend.ts";
import { sevenLayers, stockLayers } from "./networks.ts";

await selectBackend({ backend: "cpu" });

const { layers } = tf;
const logSoftmax = () =>
  layers.activation({ activation: "logSoftmax" as "softmax" });
const flat = () => layers.flatten({ inputShape: [28, 28, 1] });
const sequential = (...list: tf.layers.Layer[]) =>
  tf.sequential({ layers: list });

Deno.test("inferenceSteps() leaves out what is only for training", async () => {
  const steps = await inferenceSteps(sevenLayers());
  const block = ["convolution", "activation", "scaleAndShift"];
  assertEquals(steps.map(({ kind }) => kind), [
    ...block,
    ...block,
    "pooling",
    ...[...block, ...block, ...block],
    ...["globalPooling", "fullyConnected", "activation", "scaleAndShift"],
    ...["fullyConnected", "activation"],
  ]);
});

Deno.test("inferenceSteps() makes an activation a step of its own", async () => {
  const steps = await inferenceSteps(stockLayers());
  assertEquals(
    steps.flatMap((step) => step.kind === "activation" ? [step.name] : []),
    ["relu", "elu", "tanh", "logSoftmax"],
  );
});

Deno.test("inferenceSteps() gives each step another name, of letters that every format takes", async () => {
  const odd = (name: string) => layers.reLU({ name });
  const model = sequential(
    flat(),
    odd("a/b"),
    odd("a_b"),
    odd("images"),
    logSoftmax(),
  );
  const ids = (await inferenceSteps({ model })).map(({ id }) => id);
  assertEquals(ids.slice(1, 4), ["a_b", "a_b_2", "images_2"]);
  assertEquals(new Set(ids).size, ids.length);
});

const refused: Readonly<Record<string, () => tf.LayersModel>> = {
  '"extra" (UpSampling2D)': () =>
    sequential(
      layers.upSampling2d({
        inputShape: [28, 28, 1],
        size: [2, 2],
        name: "extra",
      }),
      layers.flatten(),
      logSoftmax(),
    ),
  'activation "hardSigmoid"': () =>
    sequential(
      flat(),
      layers.dense({ units: 3, activation: "hardSigmoid" }),
      logSoftmax(),
    ),
  "its largest value is 6": () =>
    sequential(flat(), layers.reLU({ maxValue: 6 }), logSoftmax()),
  "it normalizes axis 1": () =>
    sequential(
      layers.batchNormalization({ inputShape: [28, 28, 1], axis: 1 }),
      layers.flatten(),
      logSoftmax(),
    ),
  "its channels come first": () =>
    sequential(
      layers.maxPooling2d({
        inputShape: [28, 28, 1],
        poolSize: 2,
        dataFormat: "channelsFirst",
      }),
      layers.flatten(),
      logSoftmax(),
    ),
  "must end in logSoftmax": () =>
    sequential(flat(), layers.dense({ units: 3 })),
  "what the one before it returns": () =>
    ensembleOf([
      sequential(flat(), logSoftmax()),
      sequential(flat(), logSoftmax()),
    ]),
};

for (const [reason, create] of Object.entries(refused)) {
  Deno.test(`inferenceSteps() refuses a network: ${reason}`, async () => {
    const model = create();
    await assertRejects(() => inferenceSteps({ model }), ExportError, reason);
  });
}
