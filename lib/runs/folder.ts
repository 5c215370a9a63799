/**
 * A run's folder: what it was started with, each epoch's results, and the models of
 * the last and the best epoch.
 *
 * @module
 */
import { join } from "node:path";
import {
  removeTemporaries,
  writeFileAtomically,
} from "../files/atomic_file.ts";
import { fileErrorAs } from "../files/errors.ts";
import { ModelError } from "../model/errors.ts";
import { saveModel } from "../model/files/model_folder.ts";
import type { NewModelInfo } from "../model/files/model_json.ts";
import type { tf } from "../tensorflow/mod.ts";
import type { Score } from "../evaluation/score.ts";
import type { Mistake } from "../evaluation/mistakes.ts";
import { bestEpoch } from "../training/early_stopping.ts";
import type { EpochResult } from "../training/epoch_result.ts";
import { checkpointsFolder } from "./contents.ts";
import {
  ADVICE,
  createNamedFolder,
  createUniqueFolder,
  runName,
} from "./new_folder.ts";
import {
  CONFIG_FILE,
  HISTORY_FILE,
  MISTAKES_FILE,
  type RunConfig,
} from "./record.ts";

/** Goes into `config.json`, so that nobody mistakes `best` for the run's result. */
const bestRule = ({ recipe, data: { heldOut } }: RunConfig) =>
  `best holds the weights of the epoch with the most right answers on the ${
    heldOut ?? "test"
  } set, the first of equals; being chosen on that set, its score there is no fair estimate: ${
    recipe.earlyStopping ? "the test set gives one" : "last is the result"
  }`;

/** The folder of one run. */
export class RunFolder {
  readonly #config: RunConfig;
  readonly #epochs: EpochResult[] = [];

  private constructor(readonly path: string, config: RunConfig) {
    this.#config = config;
  }

  /**
   * Creates the folder of a new run and writes its configuration.
   *
   * @param place `{ out }` is the folder itself, which must be missing or empty; in
   * `{ under }`, a folder named by `runName()` is created.
   * @throws {ModelError} if it is not empty, or can't be created or written.
   */
  static async create(
    place: { readonly out: string } | { readonly under: string },
    config: RunConfig,
  ): Promise<RunFolder> {
    const path = "out" in place
      ? await createNamedFolder(place.out)
      : await createUniqueFolder(
        join(place.under, runName(config.recipe, new Date(config.started))),
      );
    const run = new RunFolder(path, config);
    try {
      await run.#write(CONFIG_FILE, { ...config, best: bestRule(config) });
    } catch (error) {
      await run.discard();
      throw error;
    }
    return run;
  }

  /**
   * Opens the folder of a run that is resumed, and removes the temporary files of
   * the process that was stopped.
   *
   * @param config Of the process that started the run.
   * @param epochs The results that the checkpoint holds.
   * @throws {ModelError} if a temporary file can't be removed.
   */
  static async resume(
    path: string,
    config: RunConfig,
    epochs: readonly EpochResult[],
  ): Promise<RunFolder> {
    const run = new RunFolder(path, config);
    await removeTemporaries(path).catch((error) => {
      throw fileErrorAs(
        ModelError,
        `Cannot tidy up folder "${path}"`,
        error,
        ADVICE,
      );
    });
    run.#epochs.push(...epochs);
    return run;
  }

  /** What the run was started with. */
  get config(): RunConfig {
    return this.#config;
  }

  /** The results of the epochs so far. */
  get epochs(): readonly EpochResult[] {
    return this.#epochs;
  }

  /** Folder of the last epoch's model. */
  get last(): string {
    return join(this.path, "last");
  }

  /** Folder of the best epoch's model. */
  get best(): string {
    return join(this.path, "best");
  }

  /** Folder of the checkpoints. */
  get checkpoints(): string {
    return checkpointsFolder(this.path);
  }

  /**
   * Saves an epoch: its model as `last`, its results in the history, and its model
   * as `best` if it is the best so far.
   *
   * @throws {ModelError} if it can't be written; what was saved before stays.
   */
  async keepEpoch(result: EpochResult, model: tf.LayersModel): Promise<void> {
    const { recipe, normalization, data } = this.#config;
    const info: NewModelInfo = {
      normalization,
      recipe: recipe.name,
      epoch: result.epoch,
      trainedOn: data.name,
      ...data.classes && { classes: data.classes },
    };
    await saveModel(this.last, model, info);
    this.#epochs.push(result);
    await this.#write(HISTORY_FILE, { epochs: this.#epochs });
    if (bestEpoch(this.#epochs) === result) {
      await saveModel(this.best, model, info);
    }
  }

  /**
   * Adds the scores of the final weights to the history, which makes the run
   * finished.
   *
   * @param mistakes Test images that the final weights read wrong, by which the run
   * can be compared with others image by image.
   * @throws {ModelError} if it can't be written; what was saved before stays.
   */
  async keepFinal(
    train: Score,
    test: Score,
    mistakes?: readonly Mistake[],
  ): Promise<void> {
    if (mistakes) {
      await this.#write(
        MISTAKES_FILE,
        {
          count: test.count,
          mistakes: mistakes.map(({ index, label, prediction }) => ({
            image: index,
            label,
            answer: prediction,
          })),
        },
        0,
      );
    }
    await this.#write(HISTORY_FILE, {
      epochs: this.#epochs,
      final: { train: plainScore(train), test: plainScore(test) },
    });
  }

  /** Removes the folder, for a run with nothing worth keeping. */
  async discard(): Promise<void> {
    await Deno.remove(this.path, { recursive: true }).catch(() => {});
  }

  async #write(name: string, value: object, indent = 2): Promise<void> {
    const path = join(this.path, name);
    try {
      const text = `${JSON.stringify(value, undefined, indent)}\n`;
      await writeFileAtomically(path, text);
    } catch (error) {
      throw fileErrorAs(ModelError, `Cannot write "${path}"`, error, ADVICE);
    }
  }
}

function plainScore({ loss, correct, count }: Score): Score {
  return { loss, correct, count };
}
