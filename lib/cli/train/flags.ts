/** The flags of `deno task train`. @module */
import { MAXIMUM_COUNT } from "../../data/idx/format.ts";
import { BACKENDS } from "../../tensorflow/select_backend.ts";
import type { Recipe } from "../../training/recipes/recipes.ts";
import type { Command } from "../command/arguments.ts";
import {
  choiceFlag,
  pathFlag,
  switchFlag,
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
          "resume the run in --out, as if it had never stopped, or start it if the folder is missing or empty, or do nothing if it was trained to its end; without --out, resume the recipe's unfinished run that started last; name folders outside the project again, with --data and --soft-targets",
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
