import { assert } from "@std/assert";
import { tf } from "../../../../../lib/tensorflow/mod.ts";
import { assertClose, values } from "../support.ts";

/** The kernel after some steps. */
async function train(
  kernelConstraint: ReturnType<typeof tf.constraints.unitNorm>,
): Promise<tf.Tensor> {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 2, inputShape: [3], kernelConstraint }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.5), loss: "meanSquaredError" });
  const x = tf.randomNormal([8, 3], 0, 1, "float32", 1);
  const y = tf.randomNormal([8, 2], 0, 1, "float32", 2);
  await model.fit(x, y, { epochs: 4, batchSize: 4, verbose: 0 });
  return model.getWeights()[0];
}

Deno.test("constraints hold for trained weights, recorded too", async () => {
  const unit = await train(tf.constraints.unitNorm({ axis: 0 }));
  assertClose(values(unit.square().sum(0)), [1, 1]);
  const nonNegative = await train(tf.constraints.nonNeg());
  assert(values(nonNegative).every((value) => value >= 0));
  assert(values(nonNegative).includes(0));
});

Deno.test("setWeights() sets what it is given, as in Keras", () => {
  const layer = tf.layers.dense({
    units: 1,
    useBias: false,
    kernelConstraint: tf.constraints.nonNeg(),
  });
  layer.apply(tf.ones([1, 2]));
  layer.setWeights([tf.tensor2d([[1], [-2]])]);
  assertClose(values(layer.getWeights()), [1, -2]);
});
