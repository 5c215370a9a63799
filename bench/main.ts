/**
 * `deno task bench`: steps per second of this project, PyTorch and Keras.
 *
 * Every contender is a process of its own that idles while others are timed. Each
 * round times all of them in turn, so that a machine that slows down or speeds up
 * does so for everyone.
 *
 * @module
 */
import {
  ALL_AT_ONCE,
  MATRIX_PRODUCT_FLOP,
  matrixProduct,
  ours,
  peers,
  pythonEnvironment,
  type Workload,
} from "./contenders.ts";
import { BENCH, flagsOf } from "./flags.ts";
import { flopPerImage } from "./flops.ts";
import { median } from "./statistics.ts";
import { type Contender, Worker } from "./worker.ts";

const options = flagsOf(BENCH);

/** A running contender and its measurements. */
interface Entry {
  readonly contender: Contender;
  readonly worker: Worker;
  /** Steps per second in each round. */
  readonly rates: number[];
  /** Share of the time spent outside TensorFlow in each round. */
  readonly outside: number[];
}

const kind = options.evaluate ? "evaluate" : "train";
for (const batch of options.batch) {
  const workload: Workload = { kind, batch };
  const entries = await start(await available(workload));
  await time(entries);
  await print(workload, entries);
  for (const { worker } of entries) await worker[Symbol.asyncDispose]();
}

/** The contenders that can run on this machine. Prints how to get the others. */
async function available(workload: Workload): Promise<Contender[]> {
  const list = [...ours(workload), matrixProduct];
  try {
    await Deno.stat(pythonEnvironment.python);
    list.push(...peers(workload, pythonEnvironment.python));
  } catch {
    console.error(
      `PyTorch and Keras are left out; to have them: ${pythonEnvironment.command}`,
    );
  }
  const { only } = options;
  if (only.length === 0) return list;
  return list.filter(({ name }) => only.some((text) => name.includes(text)));
}

async function start(contenders: readonly Contender[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const contender of contenders) {
    try {
      const worker = await Worker.start(contender);
      console.error(`${contender.name}: ${worker.greeting}`);
      entries.push({ contender, worker, rates: [], outside: [] });
    } catch (error) {
      console.error((error as Error).message);
    }
  }
  return entries;
}

/** Times all contenders in turn, round by round. */
async function time(entries: readonly Entry[]): Promise<void> {
  const steps = new Map<Worker, number>();
  for (const { worker } of entries) {
    await worker.run(2);
    const { seconds } = await worker.run(5);
    const count = Math.ceil(options.seconds * 5 / seconds);
    steps.set(worker, Math.max(5, count));
  }
  for (let round = 0; round < options.rounds; round++) {
    for (const { worker, rates, outside } of entries) {
      const count = steps.get(worker)!;
      const result = await worker.run(count);
      rates.push(count / result.seconds);
      if (result.outside !== undefined) outside.push(result.outside);
    }
  }
}

async function print(workload: Workload, entries: readonly Entry[]) {
  const training = workload.kind === "train";
  const unit = training ? "it/s" : "images/s";
  const scale = training ? 1 : workload.batch;
  const show = (rate: number) => (rate * scale).toFixed(training ? 1 : 0);
  const [first] = entries;
  console.log(
    `\n${workload.kind}, batch ${workload.batch}: median of ${options.rounds} rounds of ${options.seconds} s, interleaved\n`,
  );
  console.log(
    `| | ${unit} | min–max | first row is faster by | outside TensorFlow | start-up, s | first step, s | peak MiB |`,
  );
  console.log("|---|---|---|---|---|---|---|---|");
  const alone = entries.find(({ contender }) => contender.name === ALL_AT_ONCE);
  if (alone) {
    first.outside.push(
      ...first.rates.map((rate, i) => 1 - rate / alone.rates[i]),
    );
  }
  for (const { contender, worker, rates, outside } of entries) {
    if (contender === matrixProduct) continue;
    // The ratio is taken within each round, where the machine's speed cancels out
    const ratio = median(rates.map((rate, i) => first.rates[i] / rate));
    const share = outside.length > 0
      ? `${(100 * median(outside)).toFixed(1)} %`
      : "";
    const cells = [
      contender.name,
      show(median(rates)),
      `${show(Math.min(...rates))}–${show(Math.max(...rates))}`,
      ratio.toFixed(2),
      share,
      worker.startUp.toFixed(1),
      worker.firstStep.toFixed(1),
      (await worker.memory()).toFixed(0),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
  const product = entries.find(({ contender }) => contender === matrixProduct);
  if (!product) return;
  const flops = median(product.rates) * MATRIX_PRODUCT_FLOP;
  const flop = flopPerImage(workload.kind) * workload.batch;
  console.log(
    `\nArithmetic limit: ${show(flops / flop)} ${unit}: ${
      (flop / 1e9).toFixed(2)
    } GFLOP a step at ${
      (flops / 1e9).toFixed(0)
    } GFLOP/s, which a product of 1024×1024 matrices reaches`,
  );
}
