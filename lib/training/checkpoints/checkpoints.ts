/**
 * Checkpoints: everything a stopped run needs to continue with the same results,
 * bit for bit.
 *
 * @module
 */
import { oneLine } from "../../files/errors.ts";
import { randomState, setRandomState, tf } from "../../tensorflow/mod.ts";
import type { Checkpoint, NamedValues, StartOptions } from "./header.ts";
import { requireSameRun, type RunIdentity } from "./run_identity.ts";
import { CheckpointStore, type StoredCheckpoint } from "./store.ts";
import { CheckpointError } from "../errors.ts";
import { createAverage } from "../weights/average.ts";
import { type Position, requireFinite, startOfRun } from "../run_position.ts";
import { allVariables, variableOf } from "../weights/variables.ts";

/** When checkpoints are written, and what goes with them. */
export interface CheckpointOptions {
  /** Seconds between two checkpoints within an epoch. Default 60. */
  readonly everySeconds?: number;
  /** How the run was started; stored in each checkpoint. */
  readonly start?: StartOptions;
  /** Called with one line about each damaged checkpoint. */
  onDamaged?(message: string): void;
}

/** An optimizer, an average or anything else with variables that outlive a step. */
export interface Stateful {
  readonly state: readonly tf.Variable[];
}

/** A variable under a name that is the same in every process. */
interface NamedVariable {
  readonly name: string;
  readonly variable: tf.Variable;
}

/** The checkpoints of one run. */
export class Checkpoints {
  readonly #store: CheckpointStore;
  readonly #run: RunIdentity;
  readonly #options: CheckpointOptions;
  #variables: readonly NamedVariable[] = [];
  #requested = false;
  #savedAt = performance.now();
  /** Epoch and step of the last checkpoint of this process. */
  #savedPosition: string | undefined;

  /**
   * @param stored The checkpoint to resume from; without it, the run starts anew.
   * @throws {CheckpointError} if that is a checkpoint of another run.
   */
  constructor(
    store: CheckpointStore,
    run: RunIdentity,
    readonly stored?: StoredCheckpoint,
    options: CheckpointOptions = {},
  ) {
    if (stored) {
      const action = `Cannot resume from checkpoint "${stored.path}"`;
      requireSameRun(run, stored.checkpoint.run, action);
    }
    this.#store = store;
    this.#run = run;
    this.#options = options;
  }

  /**
   * Opens a folder of checkpoints. Training resumes from the newest one that is
   * not damaged, if there is one.
   *
   * @param folder Created where it is missing; its parent must exist.
   * @param run Of `identifyRun()`.
   * @throws {CheckpointError} if the checkpoints are of another run, all damaged,
   * from a newer version of this program, or can't be read.
   */
  static async open(
    folder: string,
    run: RunIdentity,
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
   * Sets the model, the states and the random generator to what the checkpoint
   * holds, and remembers them for the checkpoints to come.
   *
   * @param states By their owners' names, which prefix the names of the tensors.
   * @returns Where training continues: at the start, if there is no checkpoint.
   * @throws {CheckpointError} if the checkpoint is of another architecture.
   */
  restore(
    model: tf.LayersModel,
    states: Readonly<Record<string, Stateful | undefined>>,
  ): Position {
    this.#variables = [
      ...weightsOf(model),
      ...Object.entries(states).flatMap(([owner, stateful]) =>
        stateful ? stateOf(owner, stateful) : []
      ),
    ];
    if (!this.stored) return startOfRun();
    const { checkpoint: { tensors, position, random }, path } = this.stored;
    assignAll(this.#variables, tensors, path);
    setRandomState(random);
    return { ...position, history: [...position.history] };
  }

  /** Asks for a checkpoint after the current step. */
  request(): void {
    this.#requested = true;
  }

  /** Saves a checkpoint if one was requested, or the last one is old enough. */
  async saveIfDue(position: Position): Promise<void> {
    const { everySeconds = 60 } = this.#options;
    const age = (performance.now() - this.#savedAt) / 1000;
    if (this.#requested || age >= everySeconds) await this.save(position);
  }

  /**
   * Saves a checkpoint, unless the last one is of the same position.
   *
   * @throws {DivergenceError} if a value is not finite: a run that has diverged
   * must not replace a checkpoint that can be resumed.
   * @throws {CheckpointError} if it can't be written; those before it stay.
   */
  async save(position: Position): Promise<void> {
    const place = `${position.epoch}/${position.batch}`;
    if (place !== this.#savedPosition) {
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
    this.#savedPosition = place;
    this.#savedAt = performance.now();
    this.#requested = false;
  }
}

/**
 * Loads the weights of a checkpoint into a model: the averaged ones, if the run
 * averages them.
 *
 * @throws {CheckpointError} if it is of another architecture.
 */
export function restoreWeights(
  model: tf.LayersModel,
  { checkpoint: { tensors }, path }: StoredCheckpoint,
): void {
  const tensorsOf = (owner: string) =>
    tensors.filter(({ name }) => name.startsWith(`${owner}/`));
  assignAll(weightsOf(model), tensorsOf("model"), path);
  const averaged = tensorsOf("average");
  if (averaged.length === 0) return;
  const average = createAverage(allVariables(model), { decay: 0 });
  try {
    assignAll(stateOf("average", average), averaged, path);
    average.apply();
  } finally {
    average.dispose();
  }
}

function stateOf(owner: string, { state }: Stateful): NamedVariable[] {
  return state.map((variable) => ({
    // Without the number that TensorFlow.js adds for each optimizer of a process
    name: `${owner}/${variable.name.split("/").at(-1)}`,
    variable,
  }));
}

/** All weights, the moving averages of batch normalization included. */
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

/** Assigns the tensors to the variables, which must have their names and shapes. */
function assignAll(
  variables: readonly NamedVariable[],
  tensors: Checkpoint["tensors"],
  path: string,
): void {
  const describe = (name: string, shape: readonly number[]) =>
    `${name} [${shape}]`;
  const expected = variables.map(({ name, variable }) =>
    describe(name, variable.shape)
  );
  const actual = tensors.map(({ name, shape }) => describe(name, shape));
  const length = Math.max(expected.length, actual.length);
  for (let index = 0; index < length; index++) {
    if (expected[index] === actual[index]) continue;
    throw new CheckpointError(
      `Cannot resume from checkpoint "${path}": it must be of the same architecture, tensor ${index} ${
        expected[index] ?? "missing"
      }: current value is ${
        oneLine(actual[index] ?? "missing")
      }; start a new run without --resume`,
    );
  }
  tf.tidy(() =>
    variables.forEach(({ variable }, index) =>
      variable.assign(tf.tensor(tensors[index].values, variable.shape))
    )
  );
}
