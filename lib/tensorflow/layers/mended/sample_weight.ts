import { tf } from "../../tfjs.ts";
import { type Members, replaceMethod } from "./members.ts";

/** The weight of each example: one list, or one for each output. */
type SampleWeight =
  | tf.TensorLike
  | tf.Tensor
  | (tf.Tensor | tf.TensorLike | null)[]
  | Record<string, tf.Tensor | tf.TensorLike | null>;

/** The weights that the next call of `standardizeUserDataXY` takes, by model. */
const pending = new WeakMap<object, SampleWeight[]>();

/**
 * `sampleWeight` of `fit`, `evaluate` and `trainOnBatch`, and validation data with
 * weights. As in Keras each example's loss is multiplied by its weight, and the
 * mean is over the number of examples.
 *
 * The weights travel as further targets: the train function looks for them there.
 */
export function mendSampleWeight(): void {
  const prototype = tf.LayersModel.prototype as unknown as Members;
  replaceMethod(prototype, "fit", (stock) =>
    function (x, y, args = {}) {
      const { sampleWeight, validationData, ...rest } = args;
      const weights = [sampleWeight];
      if (validationData?.length === 3) weights.push(validationData[2]);
      return withWeights(this, weights, () =>
        stock.call(this, x, y, {
          ...rest,
          ...(validationData && { validationData: validationData.slice(0, 2) }),
        }));
    });
  replaceMethod(prototype, "evaluate", (stock) =>
    function (x, y, args = {}) {
      const { sampleWeight, ...rest } = args;
      return withWeights(
        this,
        [sampleWeight],
        () => stock.call(this, x, y, rest),
      );
    });
  replaceMethod(
    prototype,
    "trainOnBatch",
    (stock) =>
      function (x, y, sampleWeight) {
        return withWeights(this, [sampleWeight], () => stock.call(this, x, y));
      },
  );
  replaceMethod(
    prototype,
    "standardizeUserDataXY",
    (stock) =>
      function (...args) {
        const weights = pending.get(this)?.shift();
        const [xs, ys] = stock.apply(this, args);
        if (weights === undefined || weights === null) return [xs, ys];
        return [xs, [...ys, ...standardize(this, weights, ys)]];
      },
  );
  replaceMethod(
    prototype,
    "standardizeUserData",
    (stock) =>
      async function (...args) {
        const [xs, ys, classWeights] = await stock.apply(this, args);
        const targets = ys.slice(0, this.outputs.length);
        const weights: tf.Tensor[] = ys.slice(this.outputs.length);
        if (!classWeights || weights.length === 0) {
          return [
            xs,
            ys,
            classWeights,
          ];
        }
        const both = tf.tidy(() =>
          weights.map((weight, i) => {
            const other: tf.Tensor | null = classWeights[i];
            return other
              ? tf.mul(
                weight,
                tf.reshape(
                  other,
                  weight.shape.map((size, axis) => axis === 0 ? size : 1),
                ),
              )
              : weight.clone();
          })
        );
        tf.dispose([weights, classWeights]);
        return [xs, [...targets, ...both], null];
      },
  );
  replaceMethod(prototype, "makeTestFunction", (stock) =>
    function () {
      stock.call(this);
      const run: (data: (tf.Tensor | null)[]) => tf.Tensor[] =
        this.testFunction;
      this.testFunction = (data: (tf.Tensor | null)[]) => {
        const given = this.inputs.length + this.outputs.length;
        const weights = data.slice(given, given + this.outputs.length);
        if (!weights.some((weight) => weight)) return run(data);
        return withWeightedLosses(this, weights, () => run(data));
      };
    });
}

/** Runs a function that standardizes data, which then gets the weights. */
function withWeights<Result>(
  model: Members,
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

type Loss = (target: tf.Tensor, prediction: tf.Tensor) => tf.Tensor;

function withWeightedLosses<Result>(
  model: Members,
  weights: readonly (tf.Tensor | null)[],
  run: () => Result,
): Result {
  const losses: Loss[] = model.lossFunctions;
  model.lossFunctions = losses.map((loss, i): Loss => {
    const weight = weights[i];
    return weight
      ? (target, prediction) => tf.mul(loss(target, prediction), weight)
      : loss;
  });
  try {
    return run();
  } finally {
    model.lossFunctions = losses;
  }
}

/**
 * One tensor of weights for each output, of the rank of its loss.
 *
 * @throws {RangeError} if there is not one weight for each example.
 */
function standardize(
  model: Members,
  weights: SampleWeight,
  targets: readonly tf.Tensor[],
): tf.Tensor[] {
  const names: string[] = model.outputNames;
  const count = names.length;
  const lists = perOutput(weights, names);
  return tf.tidy(() =>
    lists.map((list, i) => {
      const examples = targets[i].shape[0]!;
      const outputRank: number = model.feedOutputShapes[i].length;
      const rank = Math.max(1, outputRank - 1);
      const tensor = list === null || list === undefined
        ? tf.ones([examples])
        : tf.cast(
          list instanceof tf.Tensor ? list.clone() : tf.tensor(list),
          "float32",
        );
      if (tensor.shape[0] !== examples || tensor.rank > rank) {
        throw new RangeError(
          `Cannot use sampleWeight${
            count > 1 ? ` of output "${names[i]}"` : ""
          }: it must have one weight for each of the ${examples} examples: current shape is [${tensor.shape}]`,
        );
      }
      const ones = new Array(rank - tensor.rank).fill(1);
      return tf.reshape(tensor, [...tensor.shape, ...ones]);
    })
  );
}

function perOutput(
  weights: SampleWeight,
  names: readonly string[],
): (tf.Tensor | tf.TensorLike | null | undefined)[] {
  if (weights instanceof tf.Tensor || ArrayBuffer.isView(weights)) {
    return names.map(() => weights as tf.Tensor);
  }
  if (Array.isArray(weights)) {
    const isList = weights.some((one) =>
      one === null || one instanceof tf.Tensor || ArrayBuffer.isView(one)
    ) || (names.length > 1 && weights.length === names.length &&
      weights.every(Array.isArray));
    return isList
      ? names.map((_, i) =>
        weights[i] as tf.Tensor
      )
      : names.map(() => weights as tf.TensorLike);
  }
  return names.map((name) =>
    (weights as Record<string, tf.Tensor | null>)[name]
  );
}
