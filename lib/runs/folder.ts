/**
 * A run's own folder: what it was started with, what came of each epoch, and
 * the weights of the last and the best one.
 *
 * @module
 */
import { join } from "node:path";
import { FileError } from "../files/errors.ts";
import {
  removeTemporaries,
  writeFileAtomically,
} from "../files/atomic_file.ts";
import { modelFileError } from "../model/errors.ts";
import { type ModelInfo, saveModel } from "../model/files/model_folder.ts";
import type { tf } from "../tensorflow/mod.ts";
import { bestEpoch } from "../training/early_stopping.ts";
import type { Score } from "../terminal/result_lines.ts";
import type { EpochResult } from "../training/epoch.ts";
import type { Recipe } from "../training/recipes/mod.ts";
import {
  CONFIG_FILE,
  HISTORY_FILE,
  readHistory,
  type RunConfig,
} from "./record.ts";
import { ADVICE, makeOwnFolder, takeEmptyFolder } from "./new_folder.ts";

/** How `best` is chosen, said in `config.json` so that nobody takes it for more. */
const bestRule = ({ recipe, data: { heldOut } }: RunConfig) =>
  `best holds the weights of the epoch with the most right answers on the ${
    heldOut ?? "test"
  } set, the first of equals; being chosen on that set, its score there is no fair estimate: ${
    recipe.earlyStopping ? "the test set gives one" : "last is the result"
  }`;

/**
 * A name for a run that sorts by time: `2025-11-23_07-30-12_reference_1`.
 *
 * @param now Shown in local time.
 */
export function runName(recipe: Recipe, now: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())];
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two);
  return `${day.join("-")}_${time.join("-")}_${recipe.name}_${recipe.seed}`;
}

/** The folder of one run. */
export class RunFolder {
  readonly #config: RunConfig;
  readonly #epochs: EpochResult[] = [];

  private constructor(readonly path: string, config: RunConfig) {
    this.#config = config;
  }

  /**
   * Makes the folder and writes its configuration.
   *
   * @param place `{ out }` names the folder itself, which must be missing or
   * empty; `{ under }` the folder in which one of its own name is made.
   * @throws {ModelError} if it can't be made or written, or is not empty.
   */
  static async create(
    place: { readonly out: string } | { readonly under: string },
    config: RunConfig,
  ): Promise<RunFolder> {
    const path = "out" in place
      ? await takeEmptyFolder(place.out)
      : await makeOwnFolder(
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
   * The folder of a run that goes on.
   *
   * @param path Of the run.
   * @param config As of the process that began it.
   * @param epochs Those that are kept.
   * @throws {ModelError} if it can't be tidied up.
   */
  static async resume(
    path: string,
    config: RunConfig,
    epochs: readonly EpochResult[],
  ): Promise<RunFolder> {
    const run = new RunFolder(path, config);
    await removeTemporaries(path).catch((error) => {
      throw modelFileError(`Cannot tidy up folder "${path}"`, error, ADVICE);
    });
    run.#epochs.push(...epochs);
    return run;
  }

  /** The epochs so far; the last one's weights are kept. */
  get epochs(): readonly EpochResult[] {
    return this.#epochs;
  }

  /** The folder of the last epoch's model. */
  get last(): string {
    return join(this.path, "last");
  }

  /** The folder of the best epoch's model. */
  get best(): string {
    return join(this.path, "best");
  }

  /** The folder of the checkpoints. */
  get checkpoints(): string {
    return checkpointsOf(this.path);
  }

  /**
   * Keeps an epoch: its weights, and its line in the history.
   *
   * @throws {ModelError} if it can't be written; what was kept before stays.
   */
  async keepEpoch(result: EpochResult, model: tf.LayersModel): Promise<void> {
    const { recipe, normalization, data } = this.#config;
    const info: ModelInfo = {
      normalization,
      recipe: recipe.name,
      epoch: result.epoch,
      trainedOn: data.name,
    };
    await saveModel(this.last, model, info);
    this.#epochs.push(result);
    await this.#write(HISTORY_FILE, { epochs: this.#epochs });
    if (bestEpoch(this.#epochs) === result) {
      await saveModel(this.best, model, info);
    }
  }

  /**
   * Adds the scores of the weights that training ended with to the history.
   *
   * @throws {ModelError} if it can't be written; what was kept before stays.
   */
  async keepFinal(train: Score, test: Score): Promise<void> {
    await this.#write(HISTORY_FILE, {
      epochs: this.#epochs,
      final: { train: plainScore(train), test: plainScore(test) },
    });
  }

  /** Removes the folder of a run of which nothing is worth keeping. */
  async discard(): Promise<void> {
    await Deno.remove(this.path, { recursive: true }).catch(() => {});
  }

  async #write(name: string, value: object): Promise<void> {
    const path = join(this.path, name);
    try {
      const text = `${JSON.stringify(value, undefined, 2)}\n`;
      await writeFileAtomically(path, text);
    } catch (error) {
      throw modelFileError(`Cannot write "${path}"`, error, ADVICE);
    }
  }
}

/** The folder of a run's checkpoints. */
export function checkpointsOf(run: string): string {
  return join(run, "checkpoints");
}

/** Whether a run's folder says that it was trained and scored to its end. */
export async function isFinished(run: string): Promise<boolean> {
  try {
    return (await readHistory(run))?.final !== undefined;
  } catch (error) {
    if (error instanceof FileError) return false; // Its checkpoints say more
    throw error;
  }
}

function plainScore({ loss, correct, count }: Score): Score {
  return { loss, correct, count };
}
