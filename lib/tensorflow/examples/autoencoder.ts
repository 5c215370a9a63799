/**
 * A variational autoencoder (Kingma and Welling 2014): it presses small drawings
 * into two numbers and draws them again. Then it makes up drawings of its own.
 *
 *     deno run -A examples/autoencoder.ts
 *
 * @module
 */
import { init, setRandomSeed, tf } from "../mod.ts";

const SIZE = 12; // width and height of a drawing
const PIXELS = SIZE * SIZE;
const LATENT = 2;

/** Rings and crosses of many sizes, somewhere near the middle: [count, 144]. */
export function drawings(count: number): tf.Tensor2D {
  return tf.tidy(() => {
    const place = () => tf.randomUniform([count, 1, 1], 4.5, 6.5);
    const radius = tf.randomUniform([count, 1, 1], 2.5, 4.5);
    const isRing = tf.randomUniform([count, 1, 1]).greater(0.5);
    const x = tf.range(0, SIZE).reshape([1, 1, SIZE]).sub(place());
    const y = tf.range(0, SIZE).reshape([1, SIZE, 1]).sub(place());
    const distance = x.square().add(y.square()).sqrt();
    const ring = distance.sub(radius).abs().less(0.8);
    const cross = tf.minimum(x.sub(y).abs(), x.add(y).abs()).less(0.9)
      .logicalAnd(distance.less(radius));
    return tf.where(isRing, ring, cross).toFloat()
      .reshape([count, PIXELS]) as tf.Tensor2D;
  });
}

/** Draws a point near each mean: mean + deviation · noise. */
class Sampling extends tf.layers.Layer {
  static className = "Sampling";

  override computeOutputShape([batch]: number[]): number[] {
    return [batch, LATENT];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [mean, logVariance] = tf.split([inputs].flat()[0], 2, 1);
      const noise = tf.randomNormal(mean.shape);
      return mean.add(logVariance.div(2).exp().mul(noise));
    });
  }
}

/** The cross-entropy of a drawing's pixels, all added up. */
function drawingLoss(drawing: tf.Tensor, redrawn: tf.Tensor): tf.Tensor {
  return tf.metrics.binaryCrossentropy(drawing, redrawn).mul(PIXELS);
}

/** The Kullback-Leibler divergence of the points from a normal distribution. */
function spreadLoss(_: tf.Tensor, code: tf.Tensor): tf.Tensor {
  const [mean, logVariance] = tf.split(code, 2, 1);
  return mean.square().add(logVariance.exp()).sub(logVariance).sub(1)
    .sum(1).div(2);
}

/** The autoencoder, and its second half alone, which draws. */
export function createModel(): {
  model: tf.LayersModel;
  decoder: tf.LayersModel;
} {
  const { dense } = tf.layers;
  const drawing = tf.input({ shape: [PIXELS] });
  const hidden = dense({ units: 64, activation: "relu" }).apply(drawing);
  const code = dense({ units: 2 * LATENT }).apply(hidden) as tf.SymbolicTensor;
  const point = new Sampling({}).apply(code) as tf.SymbolicTensor;

  const decoder = tf.sequential({
    layers: [
      dense({ units: 64, activation: "relu", inputShape: [LATENT] }),
      dense({ units: PIXELS, activation: "sigmoid" }),
    ],
  });
  const redrawn = decoder.apply(point) as tf.SymbolicTensor;
  const model = tf.model({ inputs: drawing, outputs: [redrawn, code] });
  model.compile({
    optimizer: tf.train.adam(0.005),
    loss: [drawingLoss, spreadLoss],
  });
  return { model, decoder };
}

/** The whole lesson; its result is the loss of the first and the last epoch. */
export async function main(
  { count = 1024, epochs = 30 } = {},
): Promise<{ first: number; last: number }> {
  await init();
  setRandomSeed(5);
  const x = drawings(count);
  const { model, decoder } = createModel();
  const { history } = await model.fit(x, [x, tf.zeros([count, 2 * LATENT])], {
    epochs,
    batchSize: 32,
    verbose: 0,
  });
  const losses = history.loss as number[];
  const [first, last] = [losses[0], losses.at(-1)!];
  console.log(`Loss: ${first.toFixed(1)}, at the end ${last.toFixed(1)}`);

  console.log("Made up, from points that no drawing has:");
  const points = tf.tensor2d([[-1.2, 0], [0, 1.2], [0, -1.2], [1.2, 0]]);
  const made = (decoder.predict(points) as tf.Tensor)
    .reshape([4, SIZE, SIZE]).arraySync() as number[][][];
  for (let row = 0; row < SIZE; row++) {
    const line = made.map((picture) =>
      picture[row].map((ink) => " .:oO"[Math.round(4 * ink)]).join("")
    );
    console.log(line.join("   "));
  }
  return { first, last };
}

if (import.meta.main) await main();
