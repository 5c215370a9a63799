import { basename, join } from "node:path";
import { batchCount } from "../../../data/batches.ts";
import { takeDigits } from "../../../data/digits.ts";
import { Evaluator } from "../../../evaluation/evaluate.ts";
import type { Evaluation } from "../../../evaluation/score.ts";
import { oneLine } from "../../../files/errors.ts";
import { flatSettings } from "../../../runs/settings.ts";
import { summary } from "../../../tensorflow/mod.ts";
import type {
  BatchEvent,
  EpochResult,
} from "../../../training/epoch_result.ts";
import { say } from "../../command/output.ts";
import type { LoggedRun } from "./logged_run.ts";
import { writeHistograms } from "./histograms.ts";
import { cutLog, eventFiles, requireWritten } from "./log_folder.ts";
import { settingsTable } from "./settings_table.ts";
import { worstMistakes } from "./worst_mistakes.ts";

/** Each step would be more than anyone can see. */
const EVERY = 10;

/** A process that is killed loses no more than was written in this time. */
const FLUSH_MS = 1000;

/** Training images that are scored after each epoch; all of them would take too long. */
const SCORED = 5000;

/**
 * Writes what TensorBoard shows of a run, in a folder with the run's name. What can't be
 * written is a warning, once: training goes on. Training's numbers don't change.
 */
export class TensorBoardLog implements Disposable {
  readonly #logged: LoggedRun;
  readonly #stepsPerEpoch: number;
  /** Which images the run is scored on. */
  readonly #set: string;
  readonly #evaluator: Evaluator;
  #writer: summary.SummaryWriter | undefined;
  /** What the writer writes, and how much of it was found there. */
  #file = { path: "", bytes: 0 };

  private constructor(logged: LoggedRun) {
    const { model, dataset, normalization, run: { config } } = logged;
    this.#logged = logged;
    const { recipe: { batchSize }, data: { heldOut } } = config;
    this.#stepsPerEpoch = batchCount(dataset.train.count, batchSize);
    this.#set = heldOut ?? "test";
    this.#evaluator = new Evaluator(model, normalization);
  }

  /**
   * Begins a run's files, or goes on with them: what was written after the point where
   * the run is resumed is removed first.
   *
   * @param tensorboard Folder of all runs that TensorBoard shows.
   */
  static async open(
    tensorboard: string,
    logged: LoggedRun,
  ): Promise<TensorBoardLog> {
    const log = new TensorBoardLog(logged);
    try {
      await log.#begin(tensorboard);
    } catch (error) {
      log.#giveUp(error);
    }
    return log;
  }

  /** Writes every tenth step's loss and learning rate. */
  addStep({ epoch, batch, batches, loss, learningRate }: BatchEvent): void {
    const step = (epoch - 1) * this.#stepsPerEpoch + batch + 1;
    try {
      if (step % EVERY === 0) {
        this.#writer?.scalar("step/loss", loss, step);
        this.#writer?.scalar("step/learning_rate", learningRate, step);
      }
      // A checkpoint follows, after which the process may be killed
      if (batch + 1 === batches) this.#writer?.flush();
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /**
   * Writes an epoch's results, histograms and worst mistakes.
   *
   * @param test The answers to the test set.
   */
  async addEpoch(result: EpochResult, test: Evaluation): Promise<void> {
    const writer = this.#writer;
    if (!writer) return;
    try {
      const step = this.#writeResult(writer, result);
      await this.#writeTrainingAccuracy(writer, step);
      writeHistograms(writer, this.#logged, step);
      await this.#writeMistakes(writer, test, step);
      await this.#flush(writer);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** Writes what is held back, and closes the file. */
  [Symbol.dispose](): void {
    this.#evaluator[Symbol.dispose]();
    try {
      this.#writer?.[Symbol.dispose]();
    } catch (error) {
      this.#giveUp(error);
    }
  }

  async #begin(tensorboard: string): Promise<void> {
    const { run: { path, config }, position } = this.#logged;
    const folder = join(tensorboard, basename(path));
    await Deno.mkdir(folder, { recursive: true });
    const step = position
      ? (position.epoch - 1) * this.#stepsPerEpoch + position.batch
      : -1;
    const tags = await cutLog(folder, step);
    const before = await eventFiles(folder);
    const writer = this.#writer = new summary.SummaryWriter(folder, {
      flushMillis: FLUSH_MS,
    });
    const files = await eventFiles(folder);
    this.#file.path = files.find((path) => !before.includes(path))!;
    say(`TensorBoard: tensorboard --logdir ${tensorboard}`);
    if (!position) {
      writer.hyperparameters(
        Object.fromEntries(flatSettings(config.recipe)),
        Date.parse(config.started) / 1000,
      );
      writer.text("configuration", settingsTable(config), 0);
    }
    const last = position?.history.at(-1);
    // The process may have been stopped between an epoch's checkpoint and its results
    if (last && position?.batch === 0 && !tags.has(`loss/${this.#set}`)) {
      this.#writeResult(writer, last);
    }
    await this.#flush(writer);
  }

  async #flush(writer: summary.SummaryWriter): Promise<void> {
    writer.flush();
    const { path, bytes } = this.#file;
    this.#file.bytes = await requireWritten(path, bytes);
  }

  /** @returns How many steps had been taken. */
  #writeResult(writer: summary.SummaryWriter, result: EpochResult): number {
    const { epoch, trainLoss, testLoss, testCorrect, testCount } = result;
    const step = epoch * this.#stepsPerEpoch;
    writer.scalar("loss/training", trainLoss, step);
    writer.scalar(`loss/${this.#set}`, testLoss, step);
    writer.scalar(`accuracy/${this.#set}`, testCorrect / testCount, step);
    return step;
  }

  async #writeTrainingAccuracy(
    writer: summary.SummaryWriter,
    step: number,
  ): Promise<void> {
    const { correct, count } = await this.#evaluator.evaluate(
      takeDigits(this.#logged.dataset.train, SCORED),
    );
    writer.scalar("accuracy/training", correct / count, step);
  }

  async #writeMistakes(
    writer: summary.SummaryWriter,
    test: Evaluation,
    step: number,
  ): Promise<void> {
    const picture = await worstMistakes(test, this.#logged.dataset.test);
    if (!picture) return;
    const { pixels, width, height } = picture;
    writer.images("worst mistakes", pixels, [1, height, width, 4], step);
  }

  /** Warns, and writes nothing more. */
  #giveUp(error: unknown): void {
    say(
      `Warning: training goes on, but TensorBoard's files do not: ${
        oneLine((error as Error).message)
      }`,
    );
    const writer = this.#writer;
    this.#writer = undefined;
    try {
      writer?.[Symbol.dispose]();
    } catch {
      // It can't be written
    }
  }
}
