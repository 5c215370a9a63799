import { recordModel, tf } from "../../../lib/tensorflow/mod.ts";
import { layerRows, type Row } from "./layer_rows.ts";
import {
  onCpu,
  read,
  requireSame,
  type Spec,
  type Values,
  wave,
} from "./spec.ts";

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

export const layerSpecs: readonly Spec[] = layerRows.flatMap((row): Spec[] => {
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
