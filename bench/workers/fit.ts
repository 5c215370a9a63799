/**
 * The worker of bench/fit.ts: `fit.ts MODEL MODE`, where MODE is recorded, opByOp
 * or cpu. It reads a number of steps from each line of stdin, fits one epoch of so
 * many batches, and prints the seconds that it took.
 *
 * @module
 */
import {
  init,
  recordModel,
  setRandomSeed,
  tf,
} from "../../lib/tensorflow/mod.ts";
import { fitModels } from "./fit_models.ts";
import { TextLineStream } from "./lines.ts";

const [name, mode] = Deno.args;
const BATCH = 32;
const warn = console.warn;
console.warn = () => {};
const { version } = await init();
if (mode === "cpu") await tf.setBackend("cpu");
setRandomSeed(1);
const { model: create, data } = fitModels[name];
const model = create();
recordModel(model, mode === "recorded");

let kept:
  | { size: number; x: tf.Tensor; y: tf.Tensor | tf.Tensor[] }
  | undefined;

/** The seconds of an epoch of so many steps. */
async function fit(steps: number): Promise<number> {
  const size = steps * BATCH;
  if (kept?.size !== size) {
    tf.dispose([kept?.x ?? [], kept?.y ?? []]);
    const [x, y] = tf.tidy(() => data(size));
    kept = { size, x, y };
  }
  const { x, y } = kept;
  const start = performance.now();
  await model.fit(x, y, { batchSize: BATCH, epochs: 1, verbose: 0 });
  return (performance.now() - start) / 1000;
}

const first = await fit(2);
console.warn = warn;
console.log(
  `ready TensorFlow.js on ${mode === "cpu" ? "cpu" : version}, first step ${
    first.toFixed(2)
  } s`,
);
const lines = Deno.stdin.readable
  .pipeThrough(new TextDecoderStream())
  .pipeThrough(new TextLineStream());
for await (const line of lines) console.log(await fit(Number(line)));
