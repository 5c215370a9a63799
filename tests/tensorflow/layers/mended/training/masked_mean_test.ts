import { assertAlmostEquals } from "@std/assert";
import { recordModel, tf } from "../../../../../lib/tensorflow/mod.ts";
import { assertClose, values } from "../support.ts";
import made from "./masked_sequences.json" with { type: "json" };

type Numbers = Readonly<Record<string, number>>;

const ids = tf.tensor2d(made.ids);
const classes = tf.tensor2d(made.classes);
const sampleWeight = tf.tensor2d(made.sampleWeight);

const isOfErrors = (output: string) =>
  output === "pooled" || output === "numbers";

/** Keras's model, with the weights that make_masked_sequences.py describes. */
async function load(): Promise<tf.LayersModel> {
  const modelTopology = { model_config: JSON.parse(made.model) };
  const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology }));
  made.weightedLayers.forEach((name, i) => {
    const layer = model.getLayer(name);
    layer.setWeights(
      layer.getWeights().map(({ shape, size }, j) =>
        tf.range(0, size).mul(2).add(i + j).sin().mul(0.5).add(0.6).reshape(
          shape,
        )
      ),
    );
  });
  const perOutput = (error: string, other: string) =>
    Object.fromEntries(
      model.outputNames.map((name) => [name, isOfErrors(name) ? error : other]),
    );
  model.compile({
    optimizer: tf.train.sgd(0.1),
    loss: perOutput("meanSquaredError", "sparseCategoricalCrossentropy"),
    metrics: perOutput("mae", "accuracy"),
  });
  return model;
}

function targetsOf(model: tf.LayersModel): tf.Tensor[] {
  return model.outputNames.map((name) =>
    name === "pooled" ? classes : classes.expandDims(-1)
  );
}

/** Losses and metrics by Keras's names. */
function named(model: tf.LayersModel, found: unknown): Numbers {
  const all = [found].flat() as (tf.Scalar | number)[];
  return Object.fromEntries(model.metricsNames.map((name, i) => {
    const value = all[i];
    return [
      name.replace(/_acc$/, "_accuracy"),
      typeof value === "number" ? value : values(value)[0],
    ];
  }));
}

function assertFound(actual: Numbers, expected: Numbers): void {
  for (const [name, value] of Object.entries(expected)) {
    assertAlmostEquals(actual[name], value, 2e-4, name);
  }
}

Deno.test("masked steps count neither for losses nor for metrics, as in Keras", async () => {
  const model = await load();
  recordModel(model, false); // of so many layers it takes seconds
  const targets = targetsOf(model);
  const evaluate = (options = {}) =>
    named(model, model.evaluate(ids, targets, options));
  assertFound(evaluate(), made.before);
  const weights = model.outputNames.map((name) =>
    name === "pooled"
      ? sampleWeight.slice([0, 0], [4, 1]).flatten()
      : sampleWeight
  );
  assertFound(evaluate({ sampleWeight: weights }), made.weighted);
  const trained = named(model, await model.trainOnBatch(ids, targets));
  assertFound(trained, made.trained);
  assertFound(evaluate(), made.after);
  model.dispose();
});

Deno.test("masked steps don't count in recorded training, either", async () => {
  const train = async (isRecorded: boolean) => {
    const model = tf.sequential({
      layers: [
        tf.layers.embedding({
          inputDim: 5,
          outputDim: 2,
          inputLength: 4,
          maskZero: true,
          embeddingsInitializer: tf.initializers.randomNormal({ seed: 1 }),
        }),
        tf.layers.timeDistributed({
          layer: tf.layers.dense({ units: 3, kernelInitializer: "ones" }),
        }),
        tf.layers.activation({ activation: "softmax" }),
      ],
    });
    model.compile({
      optimizer: tf.train.sgd(1),
      loss: "sparseCategoricalCrossentropy",
      metrics: ["accuracy"],
    });
    recordModel(model, isRecorded);
    const { history } = await model.fit(ids, classes.expandDims(-1), {
      epochs: 3,
      batchSize: 2,
      shuffle: false,
      verbose: 0,
    });
    model.dispose();
    return [...history.loss, ...history.acc] as number[];
  };
  assertClose(await train(true), await train(false));
});
