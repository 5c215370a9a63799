/**
 * Composes programs of TensorFlow.js's operations at random, and compares their
 * values and gradients op by op, recorded, and on TensorFlow.js's `cpu` backend:
 * `deno task fuzz:values [PROGRAMS] [SEED]`.
 *
 * @module
 */
import { exitCodeOfTool } from "../../../lib/cli/command/exit.ts";
import { init } from "../../../lib/tensorflow/mod.ts";
import { differences } from "./compare.ts";

if (import.meta.main) Deno.exit(await exitCodeOfTool(main));

async function main(): Promise<number> {
  const [count = 1000, first = 1] = Deno.args.map(Number);
  await init({ recordModels: false });
  let finds = 0;
  for (let seed = first; seed < first + count; seed++) {
    const found = await differences(seed);
    if (found.length === 0) continue;
    finds++;
    console.log(`Seed ${seed}:\n${found.join("\n")}\n`);
  }
  console.log(`${count} programs, ${finds} finds`);
  return finds > 0 ? 1 : 0;
}
