import { tf } from "../../../tfjs.ts";
import { replaceMethod } from "../replace.ts";
import { type SampleWeight, weightsPerOutput } from "./weights_per_output.ts";

interface WeightArgs {
  readonly sampleWeight?: SampleWeight;
}

interface FitArgs extends WeightArgs {
  /** x, y and, if there are any, their weights. */
  readonly validationData?: readonly unknown[];
}

/** The members of TensorFlow.js's models that are used here. */
interface Model {
  readonly outputNames: readonly string[];
  readonly feedOutputShapes: readonly (readonly unknown[])[];
  fit(x: unknown, y: unknown, args?: FitArgs): Promise<unknown>;
  evaluate(x: unknown, y: unknown, args?: WeightArgs): unknown;
  trainOnBatch(
    x: unknown,
    y: unknown,
    sampleWeight?: SampleWeight,
  ): Promise<unknown>;
  standardizeUserDataXY(
    ...args: unknown[]
  ): [xs: tf.Tensor[], ys: tf.Tensor[]];
}

/** The weights that the next call of `standardizeUserDataXY` takes, by model. */
const pending = new WeakMap<Model, SampleWeight[]>();

/**
 * `sampleWeight` of `fit`, `evaluate` and `trainOnBatch`, and validation data with
 * weights. As in Keras each example's loss is multiplied by its weight, and the
 * mean is over the number of examples.
 *
 * The weights travel as further targets, before those by class, which validation
 * doesn't have: the functions of losses.ts look for them there.
 */
export function mendSampleWeight(): void {
  const prototype = tf.LayersModel.prototype as unknown as Model;
  takeSampleWeights(prototype);
  addWeightsToTargets(prototype);
}

/** Makes the functions that take data take its weights, too. */
function takeSampleWeights(prototype: Model): void {
  replaceMethod(prototype, "fit", (stock) =>
    function (x, y, args = {}) {
      const { sampleWeight, validationData, ...rest } = args;
      const weights = [sampleWeight];
      if (validationData?.length === 3) {
        weights.push(validationData[2] as SampleWeight);
      }
      return withWeights(this, weights, () =>
        stock.call(this, x, y, {
          ...rest,
          ...(validationData && { validationData: validationData.slice(0, 2) }),
        }));
    });
  replaceMethod(prototype, "evaluate", (stock) =>
    function (x, y, args = {}) {
      const { sampleWeight, ...rest } = args;
      const run = () => stock.call(this, x, y, rest);
      return withWeights(this, [sampleWeight], run);
    });
  replaceMethod(
    prototype,
    "trainOnBatch",
    (stock) =>
      function (x, y, sampleWeight) {
        return withWeights(this, [sampleWeight], () => stock.call(this, x, y));
      },
  );
}

/** Makes the functions that standardize data add the weights to the targets. */
function addWeightsToTargets(prototype: Model): void {
  replaceMethod(
    prototype,
    "standardizeUserDataXY",
    (stock) =>
      function (...args) {
        const weights = pending.get(this)?.shift();
        const [xs, ys] = stock.apply(this, args);
        if (weights === undefined || weights === null) return [xs, ys];
        return [xs, [...ys, ...weightsPerOutput(this, weights, ys)]];
      },
  );
}

/** Runs a function that standardizes data, which then gets the weights. */
function withWeights<Result>(
  model: Model,
  weights: SampleWeight[],
  run: () => Result,
): Result {
  pending.set(model, weights);
  const end = () => pending.delete(model);
  let result: Result;
  try {
    result = run();
  } catch (error) {
    end();
    throw error;
  }
  if (result instanceof Promise) return result.finally(end) as Result;
  end();
  return result;
}
