/**
 * A character transformer: attention, layer normalization, AdamW, clipped
 * gradients, warm-up and cosine. It learns a short text by heart.
 *
 *     deno run -A examples/transformer.ts
 *
 * @module
 */
import { init, optimizers, setRandomSeed, tf } from "../mod.ts";
import { text } from "./text.ts";

/** Characters that the network sees at once, numbers for each, and heads. */
const [CONTEXT, WIDTH, HEADS] = [32, 48, 3];

/** Every character of the text has a number. */
const alphabet = [...new Set(text)].sort();
const numbersOf = (text: string) =>
  [...text].map((character) => alphabet.indexOf(character));

/**
 * Lets each character look at those before it, in three ways (Vaswani and others
 * 2017), the less the farther they are (Press and others 2022). Takes what each
 * asks for, offers and tells: [batch, CONTEXT, 3 · WIDTH].
 */
class CausalAttention extends tf.layers.Layer {
  static className = "CausalAttention";

  override computeOutputShape([batch]: number[]): number[] {
    return [batch, CONTEXT, WIDTH];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [query, key, value] = tf.split([inputs].flat()[0], 3, 2)
        .map((part) =>
          part.reshape([-1, CONTEXT, HEADS, WIDTH / HEADS])
            .transpose([0, 2, 1, 3]) // [batch, heads, time, width]
        );
      const time = tf.range(0, CONTEXT);
      const distance = time.expandDims(1).sub(time); // below 0 in the future
      const slopes = tf.tensor([1, 1 / 4, 1 / 16], [HEADS, 1, 1]);
      const scores = tf.matMul(query, key, false, true)
        .div(Math.sqrt(WIDTH / HEADS)).sub(distance.mul(slopes))
        .sub(distance.less(0).toFloat().mul(1e9));
      return tf.matMul(tf.softmax(scores), value).transpose([0, 2, 1, 3])
        .reshape([-1, CONTEXT, WIDTH]);
    });
  }
}

/** Two blocks of attention and a small network, each added to what was there. */
export function createModel(steps: number): tf.LayersModel {
  const { add, dense, embedding, layerNormalization } = tf.layers;
  const through = (x: tf.SymbolicTensor, ...layers: tf.layers.Layer[]) =>
    layers.reduce((y, layer) => layer.apply(y) as tf.SymbolicTensor, x);
  const input = tf.input({ shape: [CONTEXT] });
  const inputDim = alphabet.length;
  let x = through(input, embedding({ inputDim, outputDim: WIDTH }));
  for (let block = 0; block < 2; block++) {
    const attention = [dense({ units: 3 * WIDTH }), new CausalAttention({})];
    const network = [dense({ units: 4 * WIDTH, activation: "relu" })];
    for (const layers of [attention, network]) {
      layers.push(dense({ units: WIDTH }));
      const change = through(x, layerNormalization(), ...layers);
      x = add().apply([x, change]) as tf.SymbolicTensor;
    }
  }
  const last = dense({ units: alphabet.length, activation: "softmax" });
  x = through(x, layerNormalization(), last);
  const model = tf.model({ inputs: input, outputs: x });
  const learningRate = new optimizers.schedules.CosineDecay({
    initialLearningRate: 0,
    warmupTarget: 0.005,
    warmupSteps: 0.1 * steps,
    decaySteps: 0.9 * steps,
  });
  model.compile({
    optimizer: new optimizers.AdamW({ learningRate, globalClipnorm: 1 }),
    loss: "sparseCategoricalCrossentropy",
  });
  return model;
}

/** Pieces of the text [n, CONTEXT], and what follows each of their characters. */
export function pieces(): [x: tf.Tensor2D, y: tf.Tensor3D] {
  const all = numbersOf(text);
  const starts = Array.from({ length: text.length - CONTEXT }, (_, i) => i);
  const from = (shift: number) =>
    tf.tensor2d(starts.map((i) => all.slice(i + shift, i + shift + CONTEXT)));
  return [from(0), tf.tidy(() => from(1).expandDims(2) as tf.Tensor3D)];
}

/** The character that the network finds most likely after a text. */
function next(model: tf.LayersModel, written: string): string {
  return tf.tidy(() => {
    const seen = tf.tensor2d([numbersOf(written.slice(-CONTEXT))]);
    const chances = model.predict(seen) as tf.Tensor3D;
    return alphabet[chances.argMax(2).dataSync().at(-1)!];
  });
}

/** The whole lesson; its result is what was written. */
export async function main(
  { epochs = 12, length = 120 } = {},
): Promise<string> {
  await init();
  setRandomSeed(2);
  const [x, y] = pieces();
  const model = createModel(epochs * Math.ceil(x.shape[0] / 32));
  const { history } = await model.fit(x, y, { epochs, verbose: 0 });
  const losses = (history.loss as number[]).map((loss) => loss.toFixed(2));
  console.log(`Loss: ${losses[0]}, at the end ${losses.at(-1)}`);
  let written = text.slice(0, CONTEXT);
  for (let i = 0; i < length; i++) written += next(model, written);
  console.log(`It goes on: ${written}`);
  return written;
}

if (import.meta.main) await main();
