import { recordModel, tf } from "../../../lib/tensorflow/mod.ts";
import {
  onCpu,
  read,
  requireSame,
  type Spec,
  type Values,
  wave,
} from "./spec.ts";

/** A layer's class, its options, and the shape of an example. */
type Row = readonly [
  name: string,
  options: Readonly<Record<string, unknown>>,
  ...shapes: (readonly number[])[],
];

const image = [5, 6, 2];
const series = [4, 3];
const rows: readonly Row[] = [
  ["dense", { units: 3, activation: "tanh" }, [4]],
  ["dense", { units: 2, useBias: false, kernelRegularizer: "l1l2" }, [3, 4]],
  ["activation", { activation: "softmax" }, [4]],
  ...["elu", "leakyReLU", "prelu", "thresholdedReLU"]
    .map((name): Row => [name, {}, [3, 4]]),
  ["reLU", { maxValue: 0.5 }, [5]],
  ["softmax", {}, [4]],
  ["flatten", {}, image],
  ["flatten", { dataFormat: "channelsFirst" }, image],
  ["reshape", { targetShape: [6, 10] }, image],
  ["permute", { dims: [3, 1, 2] }, image],
  ["repeatVector", { n: 3 }, [4]],
  ["masking", { maskValue: 0 }, series],
  ...["valid", "same", "causal"].map((padding): Row => [
    "conv1d",
    { filters: 2, kernelSize: 3, padding },
    series,
  ]),
  ["conv1d", { filters: 2, kernelSize: 2, dilationRate: 2 }, [6, 2]],
  ...["valid", "same"].flatMap((padding): Row[] => [
    ["conv2d", { filters: 3, kernelSize: [2, 3], padding, strides: 2 }, image],
    [
      "conv2dTranspose",
      { filters: 2, kernelSize: 3, padding, strides: 2 },
      image,
    ],
    ["depthwiseConv2d", { kernelSize: 2, padding, depthMultiplier: 2 }, image],
    ["separableConv2d", { filters: 3, kernelSize: 2, padding }, image],
    ["conv3d", { filters: 2, kernelSize: 2, padding }, [3, 4, 3, 2]],
    ["maxPooling2d", { poolSize: 2, strides: 1, padding }, image],
    ["averagePooling2d", { poolSize: [2, 3], padding }, image],
    ["maxPooling1d", { poolSize: 2, padding }, series],
    ["averagePooling1d", { poolSize: 2, padding }, series],
    ["maxPooling3d", { poolSize: 2, padding }, [3, 4, 3, 2]],
    ["averagePooling3d", { poolSize: 2, padding }, [3, 4, 3, 2]],
  ]),
  [
    "conv2d",
    { filters: 2, kernelSize: 2, dilationRate: 2, activation: "relu" },
    image,
  ],
  ["conv3dTranspose", { filters: 2, kernelSize: 2, strides: 2 }, [2, 2, 2, 1]],
  ...["globalMaxPooling1d", "globalAveragePooling1d"].map((
    name,
  ): Row => [name, {}, series]),
  ...["globalMaxPooling2d", "globalAveragePooling2d"].map((name): Row => [
    name,
    { dataFormat: "channelsLast" },
    image,
  ]),
  ["zeroPadding2d", { padding: [[1, 2], [0, 1]] }, image],
  ["cropping2D", { cropping: [[1, 0], [2, 1]] }, image],
  ["upSampling2d", { size: [2, 3] }, image],
  ["upSampling2d", { size: [2, 2], interpolation: "bilinear" }, image],
  ["batchNormalization", {}, image],
  ["batchNormalization", { scale: false, center: false }, [4]],
  ["layerNormalization", {}, image],
  ["layerNormalization", { axis: [1, 2] }, series],
  ...["simpleRNN", "gru", "lstm"].flatMap((name): Row[] => [
    [name, { units: 3 }, series],
    [name, { units: 2, returnSequences: true, goBackwards: true }, series],
  ]),
  ["gru", { units: 2, resetAfter: true }, series],
  ["lstm", { units: 2, unroll: true, unitForgetBias: false }, series],
  ["convLstm2d", { filters: 2, kernelSize: 2 }, [2, 4, 4, 1]],
  ...["add", "multiply", "average", "maximum", "minimum", "concatenate"]
    .map((name): Row => [name, {}, [3, 2], [3, 2]]),
  ["dot", { axes: -1, normalize: true }, [3, 2], [4, 2]],
  ["dropout", { rate: 0.5 }, [4]],
  ["spatialDropout1d", { rate: 0.5 }, series],
  ["gaussianNoise", { stddev: 1 }, [4]],
  ["gaussianDropout", { rate: 0.5 }, [4]],
  ["alphaDropout", { rate: 0.5 }, [4]],
  ["rescaling", { scale: 2, offset: -1 }, image],
];

type Factory = (options: object) => tf.layers.Layer;

/** @param trains Whether a dense layer comes first, so that there are weights. */
function modelOf(
  [name, options, ...shapes]: Row,
  trains = false,
): tf.LayersModel {
  const inputs = shapes.map((shape) => tf.input({ shape: [...shape] }));
  const given = inputs.map((input) =>
    trains
      ? tf.layers.dense({ units: input.shape.at(-1)! })
        .apply(input) as tf.SymbolicTensor
      : input
  );
  const layer = (tf.layers as unknown as Record<string, Factory>)[name](
    options,
  );
  const outputs = layer.apply(given.length === 1 ? given[0] : given);
  return tf.model({ inputs, outputs: outputs as tf.SymbolicTensor });
}

/** Weights, as fixed numbers. */
function fill(model: tf.LayersModel): void {
  const weights = model.getWeights().map(({ shape }, i) =>
    tf.tidy(() => tf.abs(wave(shape, i)).add(0.1))
  );
  model.setWeights(weights);
  tf.dispose(weights);
}

/** What a model answers, three times: op by op, then recorded. */
function answers(
  model: tf.LayersModel,
  shapes: readonly (readonly number[])[],
) {
  const x = shapes.map((shape, i) => wave([2, ...shape], i));
  const results = Array.from({ length: 3 }, () => {
    const y = model.predict(x.length === 1 ? x[0] : x) as tf.Tensor;
    return read(y);
  });
  tf.dispose(x);
  return results;
}

/** The weights, and the loss, after two steps of training. */
async function trained(row: Row, recorded = true): Promise<Values[]> {
  const model = modelOf(row, true);
  fill(model);
  recordModel(model, recorded);
  const optimizer = tf.train.sgd(0.05);
  model.compile({ optimizer, loss: "meanSquaredError" });
  const x = row.slice(2).map((shape, i) => wave([2, ...shape as number[]], i));
  const y = tf.zeros([2, ...model.outputs[0].shape.slice(1) as number[]]);
  const losses = [];
  for (let step = 0; step < 3; step++) {
    losses.push(
      await model.trainOnBatch(x.length === 1 ? x[0] : x, y) as number,
    );
  }
  const weights = model.getWeights().flatMap((weight) => read(weight.clone()));
  model.dispose();
  optimizer.dispose();
  tf.dispose([x, y]);
  return [{ kind: "losses", values: losses }, ...weights];
}

/**
 * Whether training draws no random numbers, and the `cpu` backend has the gradient
 * right: not that of dilated convolutions, of the means of windows that reach over
 * the edge, and of resizing.
 */
const isTrained = ([name, options]: Row) =>
  !/dropout|noise|upSampling/i.test(name) && !("dilationRate" in options) &&
  !(name.startsWith("averagePooling") && options.padding === "same");

export const layerSpecs: readonly Spec[] = rows.flatMap((row): Spec[] => {
  const [name, options, ...shapes] = row;
  const label = `layers: ${name} ${JSON.stringify(options)}`;
  return [
    {
      name: `${label} answers as on cpu, also recorded, saved and loaded`,
      run: async () => {
        const model = modelOf(row);
        fill(model);
        const results = answers(model, shapes);
        const json = model.toJSON(null, false) as unknown as {
          modelTopology?: object;
        };
        const loaded = await tf.models.modelFromJSON(
          { modelTopology: json } as never,
        );
        loaded.setWeights(model.getWeights());
        results.push(...answers(loaded, shapes));
        loaded.dispose();
        model.dispose();
        const expected = await onCpu(() => {
          const model = modelOf(row);
          fill(model);
          const [first] = answers(model, shapes);
          model.dispose();
          return first;
        });
        results.forEach((result, i) =>
          requireSame(result, expected, `answer ${i + 1}`)
        );
      },
    },
    ...(isTrained(row)
      ? [{
        name: `${label} trains as on cpu, also recorded`,
        run: async () => {
          const expected = await onCpu(() => trained(row));
          requireSame(await trained(row, false), expected, "op by op", 1e-3);
          requireSame(await trained(row), expected, "recorded", 1e-3);
        },
      }]
      : []),
  ];
});
