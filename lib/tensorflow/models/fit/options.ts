/** The options of `fit()` and `fitDataset()` that TensorFlow.js ignores. */
export interface AddedOptions {
  /** How many batches an epoch has; the next epoch goes on in the data there. */
  readonly stepsPerEpoch?: number | null;
  /** How many batches a validation has, at most. */
  readonly validationSteps?: number | null;
  readonly validationBatchSize?: number | null;
  /** Validates every so many epochs, or at the end of those listed, from 1 on. */
  readonly validationFreq?: number | readonly number[] | null;
}

/** Whether TensorFlow.js's own loop would ignore any of them. */
export function needsOwnLoop(options: AddedOptions): boolean {
  const { stepsPerEpoch, validationSteps } = options;
  const { validationBatchSize, validationFreq } = options;
  return [stepsPerEpoch, validationSteps, validationBatchSize, validationFreq]
    .some((option) => option !== undefined && option !== null);
}

type Options = Readonly<Record<string, unknown>>;

/** A method's options: those that it has, and others with what to write instead. */
interface Known {
  readonly has: readonly string[];
  readonly instead?: Readonly<Record<string, string>>;
  /** Which must be whole numbers from 1 on. */
  readonly counts?: readonly string[];
}

const training = [
  ...["epochs", "initialEpoch", "verbose", "callbacks", "yieldEvery"],
  ...["validationData", "validationBatchSize", "validationFreq", "classWeight"],
];

const methods: Readonly<Record<string, Known>> = {
  fit: {
    has: [
      ...training,
      ...["batchSize", "shuffle", "validationSplit", "sampleWeight"],
      ...["stepsPerEpoch", "validationSteps"],
    ],
    instead: {
      batchesPerEpoch: "stepsPerEpoch",
      validationBatches: "validationSteps",
    },
    counts: ["stepsPerEpoch", "validationSteps", "validationBatchSize"],
  },
  fitDataset: {
    has: [
      ...training,
      ...["batchesPerEpoch", "validationBatches", "validationSplit"],
    ],
    instead: {
      stepsPerEpoch: "batchesPerEpoch",
      validationSteps: "validationBatches",
      sampleWeight: "fit(), which takes it",
    },
    counts: ["validationBatches", "validationBatchSize"],
  },
  evaluate: {
    has: ["batchSize", "verbose", "sampleWeight", "steps"],
    instead: { batches: "steps" },
    counts: ["steps"],
  },
  evaluateDataset: {
    has: ["batches", "verbose"],
    instead: {
      steps: "batches",
      sampleWeight: "evaluate(), which takes it",
    },
  },
  predict: {
    has: ["batchSize", "verbose"],
    instead: { steps: "a part of the input" },
  },
  compile: {
    has: ["optimizer", "loss", "metrics", "lossWeights"],
    instead: {
      weightedMetrics: "metrics, which are not weighted",
    },
  },
};

const told = new Set<string>();

/**
 * Checks a method's options. What does nothing is told once.
 *
 * @throws {RangeError} if an option must be a whole number and is not, or the method
 * has another for what it does.
 */
export function checkOptions(method: string, options: unknown): void {
  const { has, instead = {}, counts = [] } = methods[method];
  const given = Object.entries((options ?? {}) as Options)
    .filter(([, value]) => value !== undefined && value !== null);
  for (const [name, value] of given) {
    if (instead[name]) {
      throw new RangeError(
        `Cannot call ${method}(): its options must be ${
          has.join(", ")
        }: current one is "${name}"; use ${instead[name]}`,
      );
    }
    if (counts.includes(name)) checkCount(method, name, value);
    if (!has.includes(name)) tell(method, name, has);
  }
}

function checkCount(method: string, name: string, value: unknown): void {
  if (Number.isInteger(value) && value as number > 0) return;
  throw new RangeError(
    `Cannot call ${method}(): ${name} must be a whole number from 1 on: current value is ${
      JSON.stringify(value)
    }`,
  );
}

function tell(method: string, name: string, has: readonly string[]): void {
  const line = `${method}(): option "${name}" does nothing; the options are ${
    has.join(", ")
  }`;
  if (told.has(line)) return;
  told.add(line);
  console.warn(line);
}
