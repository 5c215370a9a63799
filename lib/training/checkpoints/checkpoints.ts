/**
 * Checkpoints: what a run needs to go on, bit for bit, as if it had never been
 * stopped.
 *
 * @module
 */
import { oneLine } from "../../files/errors.ts";
import { randomState, setRandomState, tf } from "../../tensorflow/mod.ts";
import type { Checkpoint, NamedValues, StartOptions } from "./header.ts";
import { requireSameRun, type RunRecord } from "./run_record.ts";
import { CheckpointStore, type StoredCheckpoint } from "./store.ts";
import { CheckpointError } from "../errors.ts";
import { createAverage } from "../weights/average.ts";
import { type Position, requireFinite, startOfRun } from "../position.ts";
import { allVariables, variableOf } from "../step.ts";

/** How checkpoints are kept. */
export interface CheckpointOptions {
  /** Seconds after which one is written within an epoch. Default 60. */
  readonly everySeconds?: number;
  /** How the run was started, kept with each. */
  readonly start?: StartOptions;
  /** Called with a line about each checkpoint that is damaged. */
  onDamaged?(message: string): void;
}

/** What an optimizer or an average keeps from step to step. */
export interface Memory {
  readonly state: readonly tf.Variable[];
}

/** A name that stays the same from one process to the next. */
interface NamedVariable {
  readonly name: string;
  readonly variable: tf.Variable;
}

/** The checkpoints of one run. */
export class Checkpoints {
  readonly #store: CheckpointStore;
  readonly #run: RunRecord;
  readonly #options: CheckpointOptions;
  #variables: readonly NamedVariable[] = [];
  #requested = false;
  #writtenAt = performance.now();
  /** Where the last one stands. */
  #written: string | undefined;

  /**
   * @param stored What the run goes on from; without it, it begins anew.
   * @throws {CheckpointError} if that is a checkpoint of another run.
   */
  constructor(
    store: CheckpointStore,
    run: RunRecord,
    readonly stored?: StoredCheckpoint,
    options: CheckpointOptions = {},
  ) {
    if (stored) requireSameRun(run, stored.checkpoint.run, stored.path);
    this.#store = store;
    this.#run = run;
    this.#options = options;
  }

  /**
   * Opens a folder of checkpoints; training goes on from the newest that is
   * whole, if there is one.
   *
   * @param folder Made where it is missing; its parent must exist.
   * @param run Of `describeRun()`.
   * @throws {CheckpointError} if they are of another run, or all damaged, or
   * written by a newer version of this program, or can't be read.
   */
  static async open(
    folder: string,
    run: RunRecord,
    options: CheckpointOptions = {},
  ): Promise<Checkpoints> {
    const store = new CheckpointStore(folder);
    const stored = await store.newest(options.onDamaged);
    return new Checkpoints(store, run, stored, options);
  }

  /** The file of the last checkpoint, if there is one. */
  get last(): string | undefined {
    return this.#store.last;
  }

  /**
   * Takes up what a run consists of, and puts everything back to where the
   * checkpoint has it.
   *
   * @param memories What else keeps something from step to step, by its name.
   * @returns Where the run goes on: its start, if there is no checkpoint.
   * @throws {CheckpointError} if the checkpoint is of another architecture.
   */
  begin(
    model: tf.LayersModel,
    memories: Readonly<Record<string, Memory | undefined>>,
  ): Position {
    this.#variables = [
      ...weightsOf(model),
      ...Object.entries(memories).flatMap(([owner, memory]) =>
        memory ? memoryOf(owner, memory) : []
      ),
    ];
    if (!this.stored) return startOfRun();
    const { checkpoint: { tensors, position, random }, path } = this.stored;
    restore(this.#variables, tensors, path);
    setRandomState(random);
    return { ...position, history: [...position.history] };
  }

  /** Asks for a checkpoint after the step under way. */
  request(): void {
    this.#requested = true;
  }

  /** Writes a checkpoint if one was requested, or the last is old enough. */
  async keepIfDue(position: Position): Promise<void> {
    const { everySeconds = 60 } = this.#options;
    const age = (performance.now() - this.#writtenAt) / 1000;
    if (this.#requested || age >= everySeconds) await this.keep(position);
  }

  /**
   * Writes a checkpoint, if there is none of this position yet.
   *
   * @throws {DivergenceError} if anything in it is not finite: what can't go on
   * does not replace what can.
   * @throws {CheckpointError} if it can't be written; those before it stay.
   */
  async keep(position: Position): Promise<void> {
    const place = `${position.epoch}/${position.batch}`;
    if (place !== this.#written) {
      const tensors = await Promise.all(this.#variables.map(read));
      for (const { name, values } of tensors) {
        const wrong = values.find((value) => !Number.isFinite(value));
        requireFinite(wrong ?? 0, `"${name}"`, position);
      }
      await this.#store.write({
        run: this.#run,
        start: this.#options.start ?? {},
        position,
        random: randomState(),
        tensors,
      });
    }
    this.#written = place;
    this.#writtenAt = performance.now();
    this.#requested = false;
  }
}

/**
 * Gives a model the weights of a checkpoint: the averaged ones, if the run
 * averages them.
 *
 * @throws {CheckpointError} if it is of another architecture.
 */
export function restoreWeights(
  model: tf.LayersModel,
  { checkpoint: { tensors }, path }: StoredCheckpoint,
): void {
  const of = (owner: string) =>
    tensors.filter(({ name }) => name.startsWith(`${owner}/`));
  restore(weightsOf(model), of("model"), path);
  const averaged = of("average");
  if (averaged.length === 0) return;
  const average = createAverage(allVariables(model), { decay: 0 });
  try {
    restore(memoryOf("average", average), averaged, path);
    average.apply();
  } finally {
    average.dispose();
  }
}

function memoryOf(owner: string, { state }: Memory): NamedVariable[] {
  return state.map((variable) => ({
    // Without the number that tells one process's optimizers apart
    name: `${owner}/${variable.name.split("/").at(-1)}`,
    variable,
  }));
}

/** All weights, those of batch normalization's moving averages too. */
function weightsOf(model: tf.LayersModel): NamedVariable[] {
  return model.weights.map((weight) => ({
    name: `model/${weight.originalName}`,
    variable: variableOf(weight),
  }));
}

async function read({ name, variable }: NamedVariable): Promise<NamedValues> {
  const values = await variable.data<"float32">();
  return { name, shape: variable.shape, values: new Float32Array(values) };
}

function restore(
  variables: readonly NamedVariable[],
  tensors: Checkpoint["tensors"],
  path: string,
): void {
  const list = (of: readonly { name: string; shape: readonly number[] }[]) =>
    of.map(({ name, shape }) => `${name} [${shape}]`);
  const wanted = list(
    variables.map(({ name, variable: { shape } }) => ({ name, shape })),
  );
  const found = list(tensors);
  const length = Math.max(wanted.length, found.length);
  for (let index = 0; index < length; index++) {
    if (wanted[index] === found[index]) continue;
    throw new CheckpointError(
      `Cannot go on from checkpoint "${path}": it must be of the same architecture, tensor ${index} ${
        wanted[index] ?? "missing"
      }: current value is ${
        oneLine(found[index] ?? "missing")
      }; start a new run without --resume`,
    );
  }
  tf.tidy(() =>
    variables.forEach(({ variable }, index) =>
      variable.assign(tf.tensor(tensors[index].values, variable.shape))
    )
  );
}
