/**
 * `deno task bench:recording`: what recording costs and gains where it could go
 * wrong. A network like MobileNet infers a batch of one, op by op and recorded, in
 * turn; an LSTM of many time steps is trained, from its first call; and
 * cross-entropy is computed of probabilities and of logits.
 *
 * @module
 */
import { compile, init, tf } from "../lib/tensorflow/mod.ts";
import { median } from "./statistics.ts";

const ROUNDS = 21;
const CALLS = 50;
const BATCHES = [1, 2, 8];
const TIME_STEPS = [30, 240];

const { summary } = await init({ recordModels: false });
console.log(`${summary}\n`);
timeInference();
timeFirstCalls();
timeLosses();

/** Separable convolutions with batch normalization, on 96 × 96 pixels. */
function mobileNet(): tf.Sequential {
  const { layers } = tf;
  const useBias = false;
  const normalized = (layer: tf.layers.Layer) => [
    layer,
    layers.batchNormalization(),
    layers.reLU({ maxValue: 6 }),
  ];
  const separable = (filters: number, strides: number) => [
    ...normalized(
      layers.depthwiseConv2d({
        kernelSize: 3,
        strides,
        padding: "same",
        useBias,
      }),
    ),
    ...normalized(layers.conv2d({ kernelSize: 1, filters, useBias })),
  ];
  const first = layers.conv2d({
    kernelSize: 3,
    strides: 2,
    filters: 32,
    useBias,
    padding: "same",
    inputShape: [96, 96, 3],
  });
  return tf.sequential({
    layers: [
      ...normalized(first),
      ...separable(64, 1),
      ...separable(128, 2),
      ...separable(128, 1),
      ...separable(256, 2),
      ...separable(256, 1),
      ...separable(512, 2),
      ...separable(512, 1),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 10, activation: "softmax" }),
    ],
  });
}

function timeInference(): void {
  const model = mobileNet();
  const opByOp = (x: tf.Tensor) => model.predict(x) as tf.Tensor;
  using recorded = compile(opByOp);
  console.log(
    "| inference, like MobileNet | op by op, ms | recorded, ms | recorded is faster by |",
  );
  console.log(`|${" --- |".repeat(4)}`);
  for (const batch of BATCHES) {
    const x = tf.randomNormal([batch, 96, 96, 3]);
    const time = (fn: (x: tf.Tensor) => tf.Tensor) => {
      const start = performance.now();
      const y = fn(x);
      y.dataSync();
      y.dispose();
      return performance.now() - start;
    };
    time(opByOp);
    time(recorded);
    const rounds = Array.from(
      { length: ROUNDS },
      () => [time(opByOp), time(recorded)],
    );
    const [plain, ours] = [0, 1].map((i) => median(rounds.map((r) => r[i])));
    const ratio = median(rounds.map(([plain, ours]) => plain / ours));
    console.log(
      `| a batch of ${batch} | ${plain.toFixed(1)} | ${ours.toFixed(1)} | ${
        ratio.toFixed(1)
      } |`,
    );
    x.dispose();
  }
  console.log();
}

function timeFirstCalls(): void {
  console.log(
    "| training step, LSTM of 32 units, batch 16 | nodes | op by op, ms | first call, ms | later calls, ms | the first call takes as long as so many steps op by op |",
  );
  console.log(`|${" --- |".repeat(6)}`);
  for (const timeSteps of TIME_STEPS) {
    const train = training(timeSteps);
    using recorded = compile(train);
    const x = tf.ones([16, timeSteps, 8]);
    const y = tf.ones([16, 1]);
    const time = (fn: typeof train) => {
      const start = performance.now();
      fn(x, y).dataSync();
      return performance.now() - start;
    };
    const before = time(train);
    const first = time(recorded);
    const after = time(train);
    const later = median([1, 2, 3, 4, 5].map(() => time(recorded)));
    const opByOp = (before + after) / 2;
    const times = [opByOp, first, later].map((time) => time.toFixed(0));
    const [{ nodeCount }] = recorded.recordings;
    console.log(
      `| ${timeSteps} time steps | ${nodeCount.toLocaleString("en")} | ${
        times.join(" | ")
      } | ${(first / opByOp).toFixed(1)} |`,
    );
  }
}

/** A step of an LSTM that looks at so many moments. */
function training(
  timeSteps: number,
): (x: tf.Tensor, y: tf.Tensor) => tf.Scalar {
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({
        units: 32,
        inputShape: [timeSteps, 8],
        recurrentInitializer: "glorotNormal",
      }),
      tf.layers.dense({ units: 1 }),
    ],
  });
  const optimizer = tf.train.adam();
  return function train(x, y) {
    return optimizer.minimize(() => {
      const guess = model.apply(x, { training: true }) as tf.Tensor;
      return tf.losses.meanSquaredError(y, guess) as tf.Scalar;
    }, true)!;
  };
}

/** Cross-entropy and its gradient by the logits. */
function timeLosses(): void {
  console.log(
    "\n| recorded cross-entropy with its gradient | of probabilities, clipped as Keras does, µs | of logits, µs | logits are faster by |",
  );
  console.log(`|${" --- |".repeat(4)}`);
  for (const [batch, classes] of [[32, 10], [128, 1000]]) {
    const kinds = tf.range(0, batch, 1, "int32")
      .mod(tf.scalar(classes, "int32"));
    const targets = tf.oneHot(kinds, classes).toFloat();
    const logits = tf.randomNormal([batch, classes]);
    const gradient = (loss: (x: tf.Tensor) => tf.Tensor) =>
      compile((x: tf.Tensor) => tf.grad((x) => loss(x).mean())(x));
    using clipped = gradient((x) =>
      tf.metrics.categoricalCrossentropy(targets, tf.softmax(x))
    );
    using fused = gradient((x) => tf.losses.softmaxCrossEntropy(targets, x));
    const time = (fn: (x: tf.Tensor) => tf.Tensor) => {
      const start = performance.now();
      for (let call = 0; call < CALLS; call++) fn(logits).dispose();
      return 1000 * (performance.now() - start) / CALLS;
    };
    const rounds = Array.from(
      { length: ROUNDS },
      () => [time(clipped), time(fused)],
    );
    const [ours, best] = [0, 1].map((i) => median(rounds.map((r) => r[i])));
    const ratio = median(rounds.map(([ours, best]) => ours / best));
    console.log(
      `| ${batch} examples of ${classes} classes | ${ours.toFixed(0)} | ${
        best.toFixed(0)
      } | ${ratio.toFixed(1)} |`,
    );
  }
}
