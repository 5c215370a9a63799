/**
 * `deno task soak [MINUTES]`: trains and evaluates in one process, an hour by
 * default, and fails if memory grows. MNIST if MNIST_DIR names it, else synthetic
 * digits.
 *
 * @module
 */
import { exitCodeOfTool } from "../../lib/cli/command/exit.ts";
import { loadDigits } from "../../lib/data/mod.ts";
import { init } from "../../lib/tensorflow/mod.ts";
import { leak, readingLine, soak } from "./soak.ts";

async function main(): Promise<number> {
  const minutes = Number(Deno.args[0] ?? 60);
  console.log((await init()).summary);
  const dataset = await loadDigits({ offline: true });
  const readings = await soak(
    minutes,
    dataset,
    (reading) => console.log(readingLine(reading)),
  );
  const fault = leak(readings);
  console.log(fault === undefined ? "Memory is flat" : `Leak: ${fault}`);
  return fault === undefined ? 0 : 1;
}

Deno.exit(await exitCodeOfTool(main));
