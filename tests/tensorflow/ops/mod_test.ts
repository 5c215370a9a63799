import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  compile,
  init,
  ops,
  setRandomSeed,
  tf,
} from "../../../lib/tensorflow/mod.ts";
import { assertFiniteDifferences, assertSameGradients } from "./gradients.ts";

const epsilon = 1e-3;

/** Seeds the inputs and takes away what a test leaves. */
async function withEngine(fn: () => void): Promise<void> {
  await init();
  setRandomSeed(7);
  const before = tf.memory().numTensors;
  tf.tidy(fn);
  assertEquals(tf.memory().numTensors, before);
}

/** Values away from ReLU's kink, where differences have no limit. */
const awayFromZero = (shape: number[]) => {
  const x = tf.randomNormal(shape);
  return x.add(x.sign().mul(0.1));
};

const batchNormY = (
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
): tf.Tensor => {
  const channels = x.shape.at(-1)!;
  const [movingMean, movingVariance] = [
    tf.zeros([channels]),
    tf.ones([channels]),
  ];
  const state = { gamma, beta, movingMean, movingVariance };
  return ops.batchNorm(x, state, { momentum: 0.9, epsilon }).y;
};

const stockBatchNorm = (
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
): tf.Tensor => {
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const { mean, variance } = tf.moments(x, axes);
  return x.sub(mean).div(variance.add(epsilon).sqrt()).mul(gamma).add(beta);
};

Deno.test("relu() has the stock gradient and that of finite differences", () =>
  withEngine(() => {
    const x = awayFromZero([4, 5]);
    assertSameGradients((x) => ops.relu(x), (x) => tf.relu(x), [x]);
    assertFiniteDifferences((x) => ops.relu(x), [x]);
  }));

Deno.test("biasAdd() has the stock gradient and that of finite differences", () =>
  withEngine(() => {
    for (const shape of [[3, 4], [2, 3, 3, 4]]) {
      const inputs = [tf.randomNormal(shape), tf.randomNormal([4])];
      const ours = (x: tf.Tensor, b: tf.Tensor) =>
        ops.biasAdd(x, b as tf.Tensor1D);
      assertSameGradients(ours, (x, b) => x.add(b), inputs);
      assertFiniteDifferences(ours, inputs);
    }
  }));

Deno.test("batchNorm() has the stock gradient and that of finite differences", () =>
  withEngine(() => {
    for (const shape of [[8, 3], [3, 4, 4, 3]]) {
      const inputs = [
        tf.randomNormal(shape, 2, 3),
        tf.randomUniform([3], 0.5, 1.5),
        tf.randomNormal([3]),
      ];
      assertSameGradients(batchNormY, stockBatchNorm, inputs);
      assertFiniteDifferences(batchNormY, inputs);
    }
  }));

Deno.test("batchNorm() takes the batch into the moving averages", () =>
  withEngine(() => {
    const x = tf.randomNormal([4, 3, 3, 2], 5, 2);
    const state = {
      gamma: tf.ones([2]),
      beta: tf.zeros([2]),
      movingMean: tf.tensor1d([1, -1]),
      movingVariance: tf.tensor1d([2, 3]),
    };
    const out = ops.batchNorm(x, state, { momentum: 0.75, epsilon });
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const corrected = variance.mul(36 / 35); // Bessel's, of 4·3·3 values
    const expected = [
      state.movingMean.mul(0.75).add(mean.mul(0.25)),
      state.movingVariance.mul(0.75).add(corrected.mul(0.25)),
    ];
    [out.movingMean, out.movingVariance].forEach((average, i) =>
      average.dataSync().forEach((value, channel) =>
        assertAlmostEquals(value, expected[i].dataSync()[channel], 1e-4)
      )
    );
  }));

Deno.test("sparseCrossEntropy() has the stock gradient and that of finite differences", () =>
  withEngine(() => {
    const labels = tf.tensor1d([0, 2, 1, 2], "int32");
    const ours = (logits: tf.Tensor) =>
      ops.sparseCrossEntropy(logits as tf.Tensor2D, labels);
    const stock = (logits: tf.Tensor) =>
      tf.logSoftmax(logits).mul(tf.oneHot(labels, 3)).sum(1).neg();
    const logits = tf.randomNormal([4, 3]);
    assertSameGradients(ours, stock, [logits]);
    assertFiniteDifferences(ours, [logits]);
  }));

Deno.test("sparseCrossEntropy() takes log-probabilities as they are", () =>
  withEngine(() => {
    const logProbabilities = tf.log(tf.tensor2d([[0.5, 0.25, 0.25]]));
    const loss = ops.sparseCrossEntropy(
      logProbabilities as tf.Tensor2D,
      tf.tensor1d([1], "int32"),
    );
    assertAlmostEquals(loss.dataSync()[0], -Math.log(0.25), 1e-6);
  }));

Deno.test("globalAveragePool() has the stock gradient and that of finite differences", () =>
  withEngine(() => {
    const ours = (x: tf.Tensor) => ops.globalAveragePool(x as tf.Tensor4D);
    const x = tf.randomNormal([2, 3, 4, 2]);
    assertSameGradients(ours, (x) => x.mean([1, 2]), [x]);
    assertFiniteDifferences(ours, [x]);
  }));

Deno.test("gatherRows() reads rows of bytes, recorded and op by op", () =>
  withEngine(() => {
    const bytes = ops.uint8Tensor(
      Uint8Array.from([0, 1, 2, 253, 254, 255]),
      [3, 2],
    );
    const indices = tf.tensor1d([2, 0], "int32");
    using recorded = compile((i: tf.Tensor1D) => ops.gatherRows(bytes, i));
    for (const rows of [ops.gatherRows(bytes, indices), recorded(indices)]) {
      assertEquals(rows.dtype, "float32");
      assertEquals(rows.arraySync(), [[254, 255], [0, 1]]);
    }
  }));

Deno.test("gatherRows() refuses a row that is not there", () =>
  withEngine(() => {
    const bytes = ops.uint8Tensor(new Uint8Array(6), [3, 2]);
    assertThrows(
      () => ops.gatherRows(bytes, tf.tensor1d([3], "int32")),
      Error,
      "indices[0] = 3 is not in [0, 3)",
    );
  }));

Deno.test("inParts() is the function itself, in parts or whole", () =>
  withEngine(() => {
    for (const rows of [4, 5]) {
      const x = tf.randomNormal([rows, 3]);
      const square = (x: tf.Tensor) => x.square();
      assertEquals(
        ops.inParts(x, square).arraySync(),
        square(x).arraySync(),
      );
    }
  }));
