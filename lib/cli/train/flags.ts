/** The flags of `deno task train`. @module */
import { resolve } from "node:path";
import { MAXIMUM_COUNT } from "../../data/idx/format.ts";
import { BACKENDS } from "../../tensorflow/select_backend.ts";
import type { StartOptions } from "../../training/checkpoints/header.ts";
import type { Recipe } from "../../training/recipes/recipes.ts";
import { type Command, readArguments } from "../command/arguments.ts";
import {
  choiceFlag,
  pathFlag,
  switchFlag,
  UsageError,
  wholeNumberFlag,
} from "../command/flags.ts";
import {
  dataFlag,
  LARGEST_SEED,
  limitFlag,
  softTargetsFlag,
  validationFlag,
  writersFlag,
} from "../command/shared_flags.ts";
import type { ResumeFilter } from "./find_resumable_run.ts";

/** Recipes by their names; the first is the default. */
export type KnownRecipes = Readonly<Record<string, Recipe>>;

/** `deno task train`. */
export function trainDeclaration(known: KnownRecipes) {
  const [{ name, epochs, batchSize, seed }] = Object.values(known);
  return {
    name: "train",
    summary:
      "Trains the network of seven layers on handwritten digits, or on your own pictures by --data, and keeps the run in a folder of its own.\n\nA run keeps a checkpoint after each epoch, each minute, when it is interrupted, and on request (kill -USR1 with its process id).",
    flags: {
      epochs: wholeNumberFlag({
        value: "N",
        help: "how often each image is seen",
        from: 1,
        to: 10_000,
        otherwise: `the recipe's, ${epochs}`,
      }),
      batchSize: wholeNumberFlag({
        value: "N",
        help: "images in a step",
        from: 1,
        to: MAXIMUM_COUNT,
        otherwise: `the recipe's, ${batchSize}`,
      }),
      seed: wholeNumberFlag({
        value: "N",
        help: "two runs with the same seed are alike",
        from: 0,
        to: LARGEST_SEED,
        otherwise: `the recipe's, ${seed}`,
      }),
      recipe: choiceFlag(Object.keys(known), {
        value: "NAME",
        help: "network, optimizer and everything else that is not a flag",
        otherwise: name,
      }),
      data: dataFlag,
      softTargets: softTargetsFlag,
      out: pathFlag({
        value: "DIR",
        help: "folder of the run, new or empty",
        otherwise: "a new one in data/runs",
      }),
      resume: switchFlag({
        help:
          "resume the run in --out, as if it had never stopped, or start it if the folder is missing or empty; without --out, resume the recipe's unfinished run that started last; name folders outside the project again, with --data and --soft-targets",
      }),
      tensorboard: pathFlag({
        value: "DIR",
        help:
          "also write what TensorBoard shows into a folder of DIR with the run's name: losses, accuracy, learning rate, histograms of weights and gradients, the worst mistakes, the settings",
      }),
      backend: choiceFlag(BACKENDS, {
        value: "NAME",
        help: "what computes",
        otherwise: "the first that works",
      }),
      limit: limitFlag,
      validation: validationFlag,
      writers: writersFlag({
        unless: "resume",
        reason: "the test set's writers are others already",
      }),
      patience: wholeNumberFlag({
        value: "N",
        help:
          "stop once N epochs in a row were no better than the best one, and go back to its weights",
        from: 1,
        to: 10_000,
        needs: {
          flag: "validation",
          unless: "resume",
          reason: "the test set may not choose the epoch",
        },
      }),
      workers: wholeNumberFlag({
        value: "N",
        help:
          "train with N processes on this machine, which share every batch and the processor's cores; on several machines, set TF_CONFIG instead (docs/machines.md)",
        from: 1,
        to: 64,
        otherwise: "1",
      }),
      synchronize: switchFlag({
        help:
          "with several workers, let batch normalization take its mean and variance over the whole batch, not each worker's share; give it again with --resume",
      }),
      bfloat16: switchFlag({
        help:
          "compute convolutions in bfloat16, if the processor has instructions for it",
      }),
    },
    notes:
      "Ends with 0 if it trained, 1 if the loss became infinite or NaN, 2 for a wrong flag, file or folder, 75 if another worker is gone, 129 if its terminal was closed, 130 if interrupted.",
  } satisfies Command;
}

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
