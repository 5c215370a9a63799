/**
 * Trains the network of the reference recipe for four steps, recorded and op by
 * op, each at one go and from a checkpoint, and prints a digest of each outcome.
 */
import { createHash } from "node:crypto";
import { init } from "../../../lib/tensorflow/mod.ts";
import { recipes } from "../../../lib/training/recipes/recipes.ts";
import { inFolder } from "../../support/folder.ts";
import { type Outcome, run } from "../../training/checkpoints/fixtures.ts";

const recipe = { ...recipes.reference, epochs: 2 };

function digestOf(outcome: Outcome | undefined): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify(outcome!.history));
  for (const values of outcome!.weights) hash.update(values);
  return hash.digest("hex");
}

await init();
const digests: Record<string, { whole: string; resumed: string }> = {};
for (const recorded of [true, false]) {
  const whole = await run({ recipe, recorded });
  await inFolder(async (folder) => {
    const options = { recipe, recorded, folder };
    await run({ ...options, stopAfter: 3 });
    const resumed = await run({ ...options, weightsSeed: 2 });
    digests[recorded ? "recorded" : "op by op"] = {
      whole: digestOf(whole),
      resumed: digestOf(resumed),
    };
  });
}
console.log(JSON.stringify(digests));
