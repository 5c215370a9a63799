/** The flags of `deno task train`. @module */
import { resolve } from "node:path";
import { MAXIMUM_COUNT } from "../../data/idx/format.ts";
import { BACKENDS } from "../../tensorflow/select_backend.ts";
import type { StartOptions } from "../../training/checkpoints/header.ts";
import type { Recipe } from "../../training/recipes/mod.ts";
import {
  oneOf,
  parseFlags,
  pathFrom,
  UsageError,
  wholeNumber,
} from "../command/flags.ts";
import type { ResumeFilter } from "./find_resumable_run.ts";

/** Recipes by their names; the first is the default. */
export type KnownRecipes = Readonly<Record<string, Recipe>>;

/** What `--help` shows. */
export function trainUsage(known: KnownRecipes): string {
  const [{ name, epochs, batchSize, seed }] = Object.values(known);
  return `deno task train [flags]

Trains the network of seven layers on handwritten digits.

  --epochs N       how often it sees each image (default: the recipe's, ${epochs})
  --batch-size N   images a step (default: the recipe's, ${batchSize})
  --seed N         two runs with the same seed are alike (default: ${seed})
  --recipe NAME    ${Object.keys(known).join(", ")}
                   (default: ${name})
  --data DIR       folder with four IDX files: MNIST's, or others of that shape
                   (default: MNIST_DIR, then the copy under data/, then a download)
  --soft-targets DIR
                   with a recipe that learns from other networks: folder of what
                   they answered (default: data/soft_targets, which deno task teach
                   fills)
  --out DIR        folder of the run, new or empty (default: one under data/runs)
  --resume         go on with the run in --out, or without it with the unfinished
                   run of the recipe that was begun last, as if it had never stopped;
                   folders outside the project are named again, by --data and
                   --soft-targets
  --backend NAME   ${BACKENDS.join(", ")} (default: the first that works)
  --limit N        use only the first N images of each set
  --validation     train on 11 of 12 training images, the same ones in every run,
                   and score the others in the test set's place
  --writers        with --validation: hold out all that 91 of the 539 writers
                   wrote, 10,096 images, so that nobody's hand is in both sets
  --patience N     with --validation: stop once N epochs in a row were no better
                   than the best one, and go back to its weights
  --bfloat16       compute convolutions in bfloat16, where the processor can
  --help           show this

A run keeps a checkpoint after each epoch, each minute, when it is interrupted,
and on request (kill -USR1 with its process id).

Ends with 0 if it trained, 1 if it came to numbers that are not finite, 2 for a
wrong flag, file or folder, 129 if its terminal was closed, 130 if interrupted.`;
}

/** What the flags ask for. */
export interface TrainSettings {
  /** Of a new run. */
  readonly recipe: Recipe;
  /** What a run that is resumed must match. */
  readonly filter: ResumeFilter;
  readonly resume: boolean;
  readonly out?: string;
  /** Those that were given. */
  readonly start: Pick<
    StartOptions,
    "data" | "softTargets" | "limit" | "validation" | "writers" | "backend"
  >;
}

/**
 * Reads the flags.
 *
 * @returns Undefined if help is asked for.
 * @throws {UsageError} with one line.
 */
export function readTrainFlags(
  args: string[],
  known: KnownRecipes,
): TrainSettings | undefined {
  const { values } = parseFlags(args, {
    "epochs": { type: "string" },
    "batch-size": { type: "string" },
    "seed": { type: "string" },
    "recipe": { type: "string" },
    "data": { type: "string" },
    "soft-targets": { type: "string" },
    "out": { type: "string" },
    "resume": { type: "boolean" },
    "backend": { type: "string" },
    "limit": { type: "string" },
    "validation": { type: "boolean" },
    "writers": { type: "boolean" },
    "patience": { type: "string" },
    "bfloat16": { type: "boolean" },
    "help": { type: "boolean" },
  }, "deno task train");
  if (values.help) return undefined;
  const names = Object.keys(known);
  const name = oneOf("recipe", values.recipe, names);
  const recipe = known[name ?? names[0]];
  const epochs = wholeNumber("epochs", values.epochs, 1, 10_000);
  const batchSize = wholeNumber(
    "batch-size",
    values["batch-size"],
    1,
    MAXIMUM_COUNT,
  );
  const seed = wholeNumber("seed", values.seed, 0, 2 ** 32 - 1);
  const data = pathFrom("--data", values.data);
  const softTargets = pathFrom("--soft-targets", values["soft-targets"]);
  const out = pathFrom("--out", values.out);
  const backend = oneOf("backend", values.backend, BACKENDS);
  const limit = wholeNumber("limit", values.limit, 1);
  const patience = wholeNumber("patience", values.patience, 1, 10_000);
  const precision = values.bfloat16 ? "bfloat16" : undefined;
  const resume = values.resume ?? false;
  if (patience !== undefined && !values.validation && !resume) {
    throw new UsageError(
      "Cannot train: --patience must come with --validation: it is missing; the test set may not choose the epoch",
    );
  }
  if (values.writers && !values.validation && !resume) {
    throw new UsageError(
      "Cannot train: --writers must come with --validation: it is missing; the test set's writers are others already",
    );
  }
  if (softTargets !== undefined && !recipe.distillation && !resume) {
    throw new UsageError(
      `Cannot train: --soft-targets must come with a recipe that learns from them: ${recipe.name} learns from the labels`,
    );
  }
  return {
    recipe: {
      ...recipe,
      epochs: epochs ?? recipe.epochs,
      batchSize: batchSize ?? recipe.batchSize,
      seed: seed ?? recipe.seed,
      ...patience !== undefined && { earlyStopping: { patience } },
      ...precision && { precision },
    },
    filter: {
      // A run that is named may be of any recipe
      name: name ?? (out === undefined ? recipe.name : undefined),
      epochs,
      batchSize,
      seed,
      patience,
      precision,
    },
    resume,
    out,
    start: {
      // Wherever the run goes on from
      ...data !== undefined && { data: resolve(data) },
      ...softTargets !== undefined && { softTargets: resolve(softTargets) },
      ...limit !== undefined && { limit },
      ...values.validation && { validation: true },
      ...values.writers && { writers: true },
      ...backend !== undefined && { backend },
    },
  };
}
