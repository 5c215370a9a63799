/** Layers that Keras has, against what Keras says: see make_layers.py. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { loadKeras, modelRecordings } from "../../../../lib/tensorflow/mod.ts";
import { assertCloseTensor, tf } from "../../../support/tensorflow.ts";
import { reload } from "../mended/support.ts";
import written from "./layers.json" with { type: "json" };

const model = await loadKeras(new URL("layers.keras", import.meta.url));
const wave = (shape: number[], from: (i: number) => number): tf.Tensor =>
  tf.tensor(
    Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => from(i)),
    shape,
  );
const shapes: Record<string, number[]> = written.inputs;
const inputs = model.inputNames
  .map((name) =>
    name.startsWith("number")
      ? wave([2, ...shapes[name]], (i) => i % 7 - 1).toInt()
      : wave([2, ...shapes[name]], Math.cos)
  );

/** The outputs, as sums of which each element has its part. */
function assertAnswers(outputs: readonly tf.Tensor[]): void {
  assertEquals(outputs.length, written.outputs.length);
  written.outputs.forEach(({ layer, shape, sums }, i) => {
    const y = outputs[i].toFloat();
    assertEquals(y.shape, shape, layer);
    const found = [
      y.mul(wave(shape, Math.cos)),
      y.mul(wave(shape, (i) => Math.sin(2 * i + 1))),
      y.square(),
    ].map((part) => part.sum().dataSync()[0]);
    found.forEach((sum, part) => {
      const near = 3e-5 * Math.max(1, Math.sqrt(sums[2] * y.size));
      assertAlmostEquals(sum, sums[part], near, layer);
    });
  });
}

Deno.test("layers that Keras has answer as Keras does, op by op and recorded", () => {
  for (let call = 0; call < 3; call++) {
    assertAnswers(model.predict(inputs) as tf.Tensor[]);
  }
  assertEquals(modelRecordings(model).predict.length, 1);
});

Deno.test("layers that Keras has are saved and loaded", async () => {
  const again = await reload(model);
  assertAnswers(again.predict(inputs) as tf.Tensor[]);
  for (const layer of model.layers) {
    if (layer.name.includes("LSTM")) continue; // null where it was undefined
    assertEquals(again.getLayer(layer.name).getConfig(), layer.getConfig());
  }
});

for (const { layer: name } of written.outputs) {
  if (/Discretization|Lookup/.test(name)) continue;
  Deno.test(`the gradient of ${name} agrees with finite differences`, () => {
    tf.tidy(() => {
      const layer = model.getLayer(name);
      const xs = [layer.input].flat().map((input) =>
        // Some activations have a kink at 1, the cosine of 0
        tf.variable(inputs[model.inputs.indexOf(input)].mul(0.97))
      );
      const weights = layer.trainableWeights.map((one) => one.read());
      const variables = [...xs, ...weights] as tf.Variable[];
      const value = () => {
        const y = layer.apply(xs.length > 1 ? xs : xs[0]) as tf.Tensor;
        return y.mul(wave(y.shape, (i) => Math.sin(2 * i + 1))).sum();
      };
      const { grads } = tf.variableGrads(value as () => tf.Scalar, variables);
      const directions = variables.map(({ shape, size }) =>
        wave(shape, (i) => Math.sin(i * i + 1) / Math.sqrt(size))
      );
      const along = variables.map((one, i) =>
        grads[one.name].mul(directions[i]).sum().dataSync()[0]
      );
      variables.forEach((variable, i) => {
        const initial = variable.clone();
        const [above, below] = [0.01, -0.01].map((step) => {
          variable.assign(initial.add(directions[i].mul(step)));
          return value().dataSync()[0];
        });
        variable.assign(initial);
        const measured = (above - below) / 0.02;
        const size = grads[variable.name].norm().dataSync()[0];
        assertAlmostEquals(along[i], measured, 0.02 * Math.max(0.1, size));
      });
      tf.dispose(xs);
    });
  });
}

Deno.test("normalization() takes mean and variance from data and from a dataset", async () => {
  const data = wave([12, 3], (i) => Math.sin(i) * i);
  const { mean, variance } = tf.moments(data, [0]);
  const expected = data.sub(mean).div(variance.sqrt());
  const layer = tf.layers.normalization();
  layer.adapt(data);
  assertCloseTensor(layer.apply(data) as tf.Tensor, expected, 1e-5);
  const other = tf.layers.normalization();
  const batches = tf.data.array(data.arraySync() as number[][]).batch(5);
  await other.adaptDataset(batches);
  assertCloseTensor(other.apply(data) as tf.Tensor, expected, 1e-5);
});
