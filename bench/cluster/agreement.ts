/**
 * `deno task bench:cluster agreement`: whether 1, 2 and 4 workers that share the same
 * batches, batch normalization synchronized, find the same losses for 200 steps, have
 * the same weights after every epoch, and repeat their bits.
 *
 * @module
 */
import { runTasks } from "./tasks.ts";
import type { Agreement } from "../workers/agreement.ts";

const REPEATS = 5;
/** Steps up to which the differences are told. */
const STEPS = [1, 10, 50, 100, 200];
/** Networks, and the peaks of the learning rate: that of `reference`, and less. */
const SETTINGS = [
  ["reference", 0.05],
  ["reference", 0.005],
  ["reference", 0.0005],
  ["smooth", 0.002],
] as const;
/** How far apart the losses of the smooth network may be after all steps. */
const TOLERANCE = 1e-4;

/** Trains on several workers; throws if their weights differ after an epoch. */
async function run(count: number, ...args: string[]): Promise<Agreement> {
  const tasks = await runTasks<Agreement>("agreement.ts", count, args);
  const weights = new Set(tasks.map(({ weights }) => weights.join()));
  if (weights.size > 1) throw new Error(`${count} workers' weights differ`);
  return tasks[0];
}

/** Prints a network's rows; throws if the smooth one's losses don't agree. */
async function compareNetwork(network: string, peak: number): Promise<void> {
  const setting = [network, `${peak}`];
  const alone = await run(1, ...setting);
  const others = {
    "2 workers": await run(2, ...setting),
    "4 workers": await run(4, ...setting),
    "1 process, one weight's last bit changed": await run(
      1,
      ...setting,
      "nudged",
    ),
  };
  for (const [name, { losses }] of Object.entries(others)) {
    const differences = losses.map((loss, step) =>
      Math.abs(loss / alone.losses[step] - 1)
    );
    const largest = STEPS.map((steps) =>
      Math.max(...differences.slice(0, steps))
    );
    const cells = largest.map((each) => each.toExponential(0)).join(" | ");
    console.log(`| ${network} | ${peak} | ${name} | ${cells} |`);
    if (network === "smooth" && !(largest.at(-1)! < TOLERANCE)) {
      throw new Error(`The losses of ${name} differ by ${largest.at(-1)}`);
    }
  }
  const [first, last] = [0, -1].map((at) => alone.losses.at(at)!.toFixed(2));
  console.error(`${network}, ${peak}: the loss falls from ${first} to ${last}`);
}

/** Prints what it found, and returns the exit code; throws if weights or runs differ. */
export async function compareWorkers(): Promise<number> {
  console.log(
    `Largest relative difference to the losses of 1 process, up to a step

| network | peak of the rate | compared | ${STEPS.join(" | ")} |
| :--- | ---: | ---: | ${STEPS.map(() => "---:").join(" | ")} |`,
  );
  for (const [network, peak] of SETTINGS) await compareNetwork(network, peak);
  const repeats = new Set<string>();
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    repeats.add(JSON.stringify(await run(2, ...SETTINGS[0].map(String))));
  }
  if (repeats.size > 1) throw new Error("Runs of 2 workers differ");
  console.log(
    `\nAfter every epoch all workers had the same weights, bit for bit, and so had ${REPEATS} runs of 2 workers.`,
  );
  return 0;
}
