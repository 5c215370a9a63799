/** What the flags of `deno task train` ask for. @module */
import { resolve } from "node:path";
import type { StartOptions } from "../../training/checkpoints/header.ts";
import type { Recipe } from "../../training/recipes/recipes.ts";
import { readArguments } from "../command/arguments.ts";
import { UsageError } from "../command/flags.ts";
import { type KnownRecipes, trainDeclaration } from "./flags.ts";
import type { ResumeFilter } from "./resume_filter.ts";

/** What the flags ask for. */
export interface TrainSettings {
  /** Of a new run. */
  readonly recipe: Recipe;
  /** What a run that is resumed must match. */
  readonly filter: ResumeFilter;
  readonly resume: boolean;
  /** How many processes train, if that was said. */
  readonly workers?: number;
  /** Whether they normalize batches together. */
  readonly synchronized: boolean;
  readonly out?: string;
  /** Folder of what TensorBoard shows. */
  readonly tensorboard?: string;
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
  const given = readArguments(trainDeclaration(known), args);
  if (!given) return undefined;
  const { recipe: name, epochs, batchSize, seed, patience, out, resume } =
    given.flags;
  const { tensorboard } = given.flags;
  const { data, softTargets, limit, validation, writers, backend } =
    given.flags;
  const recipe = name === undefined ? Object.values(known)[0] : known[name];
  const precision = given.flags.bfloat16 ? "bfloat16" : undefined;
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
    workers: given.flags.workers,
    synchronized: given.flags.synchronize,
    out,
    ...tensorboard !== undefined && { tensorboard: resolve(tensorboard) },
    start: {
      // Wherever the run goes on from
      ...data !== undefined && { data: resolve(data) },
      ...softTargets !== undefined && { softTargets: resolve(softTargets) },
      ...limit !== undefined && { limit },
      ...validation && { validation },
      ...writers && { writers },
      ...backend !== undefined && { backend },
    },
  };
}
