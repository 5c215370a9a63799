import { assertEquals, assertNotEquals } from "@std/assert";
import { init, tf } from "../../../lib/tensorflow/mod.ts";
import {
  allVariables,
  stateVariable,
  trainableVariables,
  variableOf,
} from "../../../lib/training/weights/variables.ts";

await init();

function normalizedModel(): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.dense({ units: 2, inputShape: [3], useBias: false }),
      tf.layers.batchNormalization(),
    ],
  });
}

Deno.test("trainableVariables() leaves the moving averages out, allVariables() has them", () => {
  const model = normalizedModel();
  const shapes = (variables: tf.Variable[]) =>
    variables.map(({ shape }) => shape);
  // A kernel; scale and shift; moving mean and variance
  assertEquals(shapes(trainableVariables(model)), [[3, 2], [2], [2]]);
  assertEquals(shapes(allVariables(model)), [[3, 2], [2], [2], [2], [2]]);
  model.dispose();
});

Deno.test("variableOf() is the weight itself, not a copy", () => {
  const model = normalizedModel();
  const [kernel] = model.weights;
  tf.tidy(() => variableOf(kernel).assign(tf.ones([3, 2])));
  assertEquals([...model.getWeights()[0].dataSync()], [1, 1, 1, 1, 1, 1]);
  model.dispose();
});

Deno.test("stateVariable() gives each variable a unique name and starts with the value", () => {
  const [a, b] = [1, 2].map((value) =>
    stateVariable("average", "step", () => tf.scalar(value))
  );
  assertEquals([a.dataSync()[0], b.dataSync()[0]], [1, 2]);
  assertNotEquals(a.name, b.name);
  assertEquals(a.name.split("/").at(-1), "step");
  assertEquals(a.trainable, false);
  tf.dispose([a, b]);
});
