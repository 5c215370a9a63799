/**
 * A table of fruit: which kind is it, by weight, width, sweetness and firmness?
 * `fit()` with early stopping, then the network is saved, loaded and asked.
 *
 *     deno run -A examples/table.ts
 *
 * @module
 */
import { init, setRandomSeed, tf } from "../mod.ts";

const kinds = ["apple", "pear", "plum"];

/** Typical fruit: grams, millimetres, sugar in percent, newtons to dent it. */
const typical = [[170, 75, 12, 70], [180, 68, 13, 45], [65, 45, 14, 30]];

/** How much fruit of a kind differ. */
const spread = [[30, 7, 2, 15], [35, 7, 2, 15], [15, 6, 2, 10]];

/** Measures fruit of each kind in turn: [count, 4], and the kinds one-hot. */
export function measure(count: number): [x: tf.Tensor2D, y: tf.Tensor2D] {
  return tf.tidy(() => {
    const kind = tf.range(0, count, 1, "int32").mod(tf.scalar(3, "int32"));
    const middle = tf.gather(tf.tensor2d(typical), kind);
    const noise = tf.gather(tf.tensor2d(spread), kind)
      .mul(tf.randomNormal([count, 4]));
    return [middle.add(noise) as tf.Tensor2D, tf.oneHot(kind, 3)] as [
      tf.Tensor2D,
      tf.Tensor2D,
    ];
  });
}

/** Two hidden layers, on measurements of mean 0 and deviation 1. */
export function createModel(): tf.Sequential {
  const { dense } = tf.layers;
  const model = tf.sequential({
    layers: [
      dense({ units: 16, activation: "relu", inputShape: [4] }),
      dense({ units: 16, activation: "relu" }),
      dense({ units: kinds.length, activation: "softmax" }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(0.01),
    loss: "categoricalCrossentropy",
    metrics: ["accuracy"],
  });
  return model;
}

/** The whole lesson; its result is the accuracy on fruit never seen before. */
export async function main(
  { count = 600, epochs = 100 } = {},
): Promise<number> {
  await init();
  setRandomSeed(1);
  const [x, y] = measure(count);
  const [unseen, answers] = measure(300);

  // Grams and percent become comparable
  const mean = x.mean(0);
  const deviation = x.sub(mean).square().mean(0).sqrt();
  const scale = (table: tf.Tensor) =>
    tf.tidy(() => table.sub(mean).div(deviation));

  const model = createModel();
  const history = await model.fit(scale(x), y, {
    epochs,
    batchSize: 32,
    validationSplit: 0.2,
    verbose: 0,
    callbacks: tf.callbacks.earlyStopping({
      monitor: "val_loss",
      patience: 10,
      restoreBestWeights: true,
    }),
  });
  console.log(`Stopped after ${history.epoch.length} of ${epochs} epochs`);

  const folder = await Deno.makeTempDir();
  await model.save(`file://${folder}`);
  const loaded = await tf.loadLayersModel(`file://${folder}/model.json`);
  await Deno.remove(folder, { recursive: true });

  loaded.compile({
    loss: "categoricalCrossentropy",
    metrics: ["accuracy"],
    optimizer: "sgd",
  });
  const [, accuracy] = loaded.evaluate(scale(unseen), answers) as tf.Scalar[];
  const share = accuracy.dataSync()[0];
  console.log(
    `Loaded again, it knows ${(100 * share).toFixed(1)} % of new fruit`,
  );

  const basket = tf.tensor2d([[150, 72, 12, 80], [70, 44, 15, 25]]);
  const guesses = tf.tidy(() =>
    (loaded.predict(scale(basket)) as tf.Tensor2D).arraySync()
  );
  guesses.forEach((chances, i) => {
    const best = chances.indexOf(Math.max(...chances));
    const sure = (100 * chances[best]).toFixed(0);
    console.log(`Fruit ${i + 1}: ${kinds[best]}, ${sure} % sure`);
  });
  return share;
}

if (import.meta.main) await main();
