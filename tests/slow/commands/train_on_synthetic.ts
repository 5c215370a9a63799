/**
 * `deno task train` on synthetic digits, as the command does where there is no
 * MNIST, and with a recipe that fails.
 */
import { exitCodeOf } from "../../../lib/cli/command/exit.ts";
import { trainCommand } from "../../../lib/cli/train/main.ts";
import { syntheticDataset } from "../../../lib/data/mod.ts";
import { type Recipe, recipes } from "../../../lib/training/recipes/recipes.ts";

const { reference } = recipes;
const known: Record<string, Recipe> = {
  ...recipes,
  // The first step's weights are too large to be squared
  diverging: {
    ...reference,
    name: "diverging",
    schedule: { kind: "step", rate: 1e30, epochs: 1, factor: 1 },
  },
};

const load = () => Promise.resolve(syntheticDataset({ train: 64, test: 32 }));
const args = ["--epochs", "1", ...Deno.args];
Deno.exit(
  await exitCodeOf((signal) => trainCommand(args, signal, { load, known })),
);
