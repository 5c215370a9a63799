import { randomState, setRandomState } from "../../random/seed.ts";
import { tf } from "../../tfjs.ts";
import type { TrainingBatch } from "./batch.ts";

/** What TensorFlow.js's data sets are read by. */
export interface DatasetIterator {
  next(): Promise<{ readonly value: unknown; readonly done: boolean }>;
}

/** The members of TensorFlow.js's models that are used here. */
export interface DatasetModel {
  readonly inputs: readonly unknown[];
  evaluateDataset(
    dataset: unknown,
    args: Record<string, unknown>,
  ): Promise<unknown>;
  standardizeUserData(
    x: readonly tf.Tensor[],
    y: readonly tf.Tensor[],
    sampleWeight: null,
    classWeight: unknown,
  ): Promise<[x: tf.Tensor[], y: tf.Tensor[], weights: (tf.Tensor | null)[]]>;
}

/** Where the random stream will be when the steps that were begun are over. */
type RandomAhead = () => ReturnType<typeof randomState> | undefined;

/** The batches of a data set, as a model's steps take them. */
export class DatasetBatches {
  readonly #model: DatasetModel;
  readonly #iterator: DatasetIterator;
  readonly #classWeight: unknown;
  readonly #randomAhead: RandomAhead;
  #drawsNumbers = false;
  #isAtEnd = false;

  constructor(
    model: DatasetModel,
    iterator: DatasetIterator,
    classWeight: unknown,
    randomAhead: RandomAhead,
  ) {
    this.#model = model;
    this.#iterator = iterator;
    this.#classWeight = classWeight;
    this.#randomAhead = randomAhead;
  }

  /** Whether the data set has ended. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /**
   * Whether a batch may be made while steps are pending: not if it takes random
   * numbers from behind those that the steps will draw, and nobody knows how
   * many they are.
   */
  get mayGoAhead(): boolean {
    return !this.#drawsNumbers || this.#randomAhead() !== undefined;
  }

  /**
   * Makes the next batches.
   *
   * @param limit How many at most. Default: all that there are.
   * @throws {unknown} what the data set throws.
   */
  async *take(limit = Infinity): AsyncGenerator<TrainingBatch> {
    for (let taken = 0; taken < limit && !this.#isAtEnd;) {
      const { value, done, draws } = await this.#next();
      this.#isAtEnd = done;
      if (value === null || value === undefined) continue;
      taken++;
      yield { ...await this.#standardize(value), draws };
    }
  }

  /** Reads the data set where the random stream will be at the batch's turn. */
  async #next(): Promise<
    { value: unknown; done: boolean; draws: number }
  > {
    const now = randomState();
    const ahead = this.#drawsNumbers ? this.#randomAhead() ?? now : now;
    setRandomState(ahead);
    try {
      const item = await this.#iterator.next();
      const draws = randomState().draws - ahead.draws;
      this.#drawsNumbers ||= draws > 0;
      return { ...item, draws };
    } finally {
      if (this.#drawsNumbers) setRandomState(now);
    }
  }

  /** The tensors of an element, in the order in which a step takes them. */
  async #standardize(value: unknown): Promise<TrainingBatch> {
    let tensors: tf.Tensor[] = [];
    // TensorFlow.js checks and orders them within this method alone
    const reader = Object.create(this.#model as object, {
      makeTestFunction: { value() {} },
      testFunction: {
        value(batch: tf.Tensor[]) {
          tensors = batch.map((tensor) => tf.keep(tensor.clone()));
          return [];
        },
      },
    }) as DatasetModel;
    const next = () => Promise.resolve({ value, done: false });
    await reader.evaluateDataset({ next }, { batches: 1 });
    const weights = await this.#weightsOf(tensors);
    return { tensors: [...tensors, ...weights], size: tensors[0].shape[0]! };
  }

  /** The weight of each example by its class, for each output. */
  async #weightsOf(batch: readonly tf.Tensor[]): Promise<(tf.Tensor | null)[]> {
    if (this.#classWeight === null || this.#classWeight === undefined) {
      return [];
    }
    const { length } = this.#model.inputs;
    const [x, y, weights] = await this.#model.standardizeUserData(
      batch.slice(0, length),
      batch.slice(length),
      null,
      this.#classWeight,
    );
    tf.dispose([...x, ...y].filter((tensor) => !batch.includes(tensor)));
    return weights;
  }
}
