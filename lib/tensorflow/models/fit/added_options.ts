import { tf } from "../../tfjs.ts";
import { withKnownParts } from "./dataset_parts.ts";
import type { Dataset } from "./fit_dataset.ts";
import { type AddedOptions, checkOptions } from "./options.ts";

type Method = (...args: unknown[]) => unknown;

/** The members of TensorFlow.js's models that are used here. */
interface Model {
  readonly isTraining: boolean;
  fit(x: unknown, y: unknown, options?: Options): Promise<unknown>;
  testLoop(
    validate: unknown,
    inputs: tf.Tensor[],
    batchSize: number,
    verbose?: number,
    steps?: number | null,
  ): tf.Tensor[];
}

interface Options extends AddedOptions {
  readonly validationData?: unknown;
  readonly validationSplit?: number;
}

/** Of the call of `fit()` that runs, by model. */
const pending = new WeakMap<object, AddedOptions>();

/** The options of the call of `fit()` that runs. */
export function addedOptionsOf(model: object): AddedOptions {
  return pending.get(model) ?? {};
}

/**
 * Has `fit()`, `evaluate()` and the like check their options, and take those that
 * TensorFlow.js ignores or refuses.
 */
export function addOptions(prototype: object): void {
  const methods = prototype as Record<string, Method>;
  const positions = {
    ...{ fit: 2, fitDataset: 1, evaluate: 2, evaluateDataset: 1 },
    ...{ predict: 1, compile: 0 },
  };
  takeStepsAndValidation(prototype as Model);
  const { evaluateDataset } = methods;
  methods.evaluateDataset = async function (this: unknown, dataset, args) {
    const batches = await withKnownParts(dataset as Dataset);
    return await evaluateDataset.call(this, batches, args);
  };
  for (const [name, position] of Object.entries(positions)) {
    const stock = methods[name];
    const call: Method = function (this: unknown, ...args) {
      checkOptions(name, args[position]);
      return stock.apply(this, args);
    };
    const isAsync = name === "fit" || name.endsWith("Dataset");
    methods[name] = isAsync
      ? async function (this: unknown, ...args) {
        return await call.apply(this, args);
      }
      : call;
  }
}

function takeStepsAndValidation(prototype: Model): void {
  const { fit, testLoop } = prototype;
  prototype.fit = async function (this: Model, x, y, options = {}) {
    if (this.isTraining) return await fit.call(this, x, y, options);
    checkValidation(options);
    pending.set(this, options);
    try {
      return await fit.call(this, x, y, options);
    } finally {
      pending.delete(this);
    }
  };
  prototype.testLoop = function (
    this: Model,
    validate,
    inputs,
    batchSize,
    verbose,
    steps,
  ) {
    const examples = inputs[0].shape[0]!;
    const rows = Math.min(examples, (steps ?? Infinity) * batchSize);
    return tf.tidy(() => {
      const part = rows === examples
        ? inputs
        : inputs.map((input) => tf.slice(input, 0, rows));
      return testLoop.call(this, validate, part, batchSize, verbose);
    });
  };
}

function checkValidation(
  { validationData, validationSplit, validationSteps }: Options,
): void {
  const split = validationSplit ?? 0;
  if (!(split >= 0 && split < 1)) {
    throw new RangeError(
      `Cannot call fit(): validationSplit must be a number from 0 to less than 1: current value is ${split}`,
    );
  }
  if (validationSteps && !validationData && split === 0) {
    throw new RangeError(
      "Cannot call fit(): validationSteps must come with validationData or validationSplit: there is neither",
    );
  }
}
