import { assertEquals, assertRejects } from "@std/assert";
import { tf } from "../../../../../lib/tensorflow/mod.ts";
import { assertClose, line, values } from "../support.ts";

/** The arguments of `fit()`, whose types take one tensor of weights only. */
type FitArgs = Omit<tf.ModelFitArgs, "sampleWeight"> & {
  readonly sampleWeight: unknown;
};

const fit = (
  model: tf.LayersModel,
  x: tf.Tensor,
  y: tf.Tensor,
  args: FitArgs,
) => model.fit(x, y, args as tf.ModelFitArgs);

Deno.test("sampleWeight weights each example's loss", async () => {
  const [x, y] = [tf.tensor2d([[1], [2]]), tf.tensor2d([[1], [4]])];
  const weights = tf.tensor1d([2, 0.5]);
  // The losses are 1 and 16, so the mean is (2·1 + 0.5·16)/2
  for (const sampleWeight of [weights, [2, 0.5], [weights]]) {
    const model = line(0.1);
    const before = tf.memory().numTensors;
    const { history } = await fit(model, x, y, {
      sampleWeight,
      epochs: 1,
      verbose: 0,
      shuffle: true,
      validationData: [x, y, weights],
    });
    assertClose([history.loss[0] as number], [5]);
    // ∂/∂w: (2·(−2) + 0.5·(−16))/2 = −6
    assertClose(values(model.getWeights()), [0.6]);
    const error = 2 * (1 - 0.6) ** 2 + 0.5 * (4 - 1.2) ** 2;
    assertClose([history.val_loss[0] as number], [error / 2]);
    assertEquals(tf.memory().numTensors, before);
  }
  const model = line(0.1);
  const loss = model.evaluate(x, y, { sampleWeight: weights });
  assertClose(values(loss as tf.Tensor), [5]);
  const plain = model.evaluate(x, y);
  assertClose(values(plain as tf.Tensor), [8.5]);
  await assertRejects(
    () => fit(model, x, y, { sampleWeight: [1] }),
    RangeError,
    "one weight for each of the 2 examples",
  );
});

Deno.test("sampleWeight and classWeight multiply; validationSplit takes its share", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 2,
        activation: "softmax",
        kernelInitializer: "zeros",
        inputShape: [1],
      }),
    ],
  });
  model.compile({
    optimizer: tf.train.sgd(0),
    loss: "categoricalCrossentropy",
  });
  const y = tf.tensor2d([[1, 0], [0, 1], [1, 0], [0, 1]]);
  const { history } = await fit(model, tf.ones([4, 1]), y, {
    sampleWeight: [1, 2, 3, 5],
    classWeight: { 0: 1, 1: 10 },
    validationSplit: 0.5,
    verbose: 0,
    epochs: 1,
  });
  assertClose([history.loss[0] as number], [Math.LN2 * (1 + 20) / 2]);
  // As in Keras without the weights of classes
  assertClose([history.val_loss[0] as number], [Math.LN2 * (3 + 5) / 2]);
});
