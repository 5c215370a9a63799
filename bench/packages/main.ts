/**
 * `deno task bench:packages`: npm packages that were written for tfjs-node or
 * TensorFlow.js, with their weights inside, run unchanged on this engine: their answers
 * and times beside TensorFlow.js's plain `cpu` backend. The packages come from npm, into
 * a temporary folder.
 *
 * @module
 */
import { join } from "node:path";
import { findLibrary } from "../../lib/tensorflow/library/mod.ts";
import { type PackageProgram, PROGRAMS } from "./programs.ts";

const library = (path: string) =>
  new URL(`../../lib/tensorflow/${path}`, import.meta.url).href;

/** What a program measured, in milliseconds. */
interface Measured {
  readonly recorded: number;
  readonly opByOp: number;
  readonly cpu: number;
  /** The largest difference from `cpu`'s answer, relative to values above 1. */
  readonly difference: number;
}

/** Times a package's program in both ways, in turn, and then on `cpu`. */
const WORKER = `
import * as tf from "@tensorflow/tfjs-node";
import { recordModels } from "${library("models/record_models.ts")}";
import { run } from "./program.js";

const ways = { recorded: true, opByOp: false };
const times = { recorded: [], opByOp: [] };
const timed = async () => {
  const start = performance.now();
  const values = await run();
  return [performance.now() - start, values];
};
let answer;
for (let round = -3; round < 9; round++) {
  for (const [way, records] of Object.entries(ways)) {
    recordModels(records);
    const [time, values] = await timed();
    answer = values;
    if (round >= 0) times[way].push(time);
  }
}
const { recorded, opByOp } = times;
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
await tf.setBackend("cpu");
tf.env().set("IS_TEST", true); // or it advises users of Node to install a package
tf.scalar(0).dispose();
tf.env().set("IS_TEST", false);
const [cpu, expected] = await timed();
const difference = Math.max(
  ...expected.map((value, i) => Math.abs(value - answer[i]) / Math.max(1, Math.abs(value))),
  expected.length === answer.length ? 0 : Infinity,
);
console.log(JSON.stringify({ recorded: median(recorded), opByOp: median(opByOp), cpu, difference }));
`;

async function measure(
  folder: string,
  { imports, source }: PackageProgram,
): Promise<Measured> {
  const engine = library("tfjs_node.ts");
  const config = {
    nodeModulesDir: "auto",
    imports: {
      "@tensorflow/tfjs": engine,
      "@tensorflow/tfjs-node": engine,
      ...imports,
    },
  };
  await Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify(config));
  await Deno.writeTextFile(join(folder, "program.js"), source);
  await Deno.writeTextFile(join(folder, "worker.js"), WORKER);
  const { directory } = await findLibrary();
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", "worker.js"],
    cwd: folder,
    env: { TENSORFLOW_DIR: directory },
    stderr: "inherit",
    stdout: "piped",
  }).output();
  if (!success) throw new Error("Cannot run a package: see above");
  return JSON.parse(
    new TextDecoder().decode(stdout).trim().split("\n").at(-1)!,
  );
}

console.log(
  "| package | what it computes | by itself, ms | op by op, ms | `cpu` backend, ms | `cpu` takes | largest difference from `cpu` |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- |");
for (const program of PROGRAMS) {
  const folder = await Deno.makeTempDir();
  try {
    const { recorded, opByOp, cpu, difference } = await measure(
      folder,
      program,
    );
    console.log(
      `| ${program.name} | ${program.task} | ${recorded.toFixed(1)} | ${
        opByOp.toFixed(1)
      } | ${cpu.toFixed(0)} | ${(cpu / recorded).toFixed(0)} times as long | ${
        difference === 0 ? 0 : difference.toExponential(0)
      } |`,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
