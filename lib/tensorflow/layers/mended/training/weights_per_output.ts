import { tf } from "../../../tfjs.ts";

type Weights = tf.Tensor | tf.TensorLike | null | undefined;

/** The weight of each example: one list, or one for each output. */
export type SampleWeight = Weights | Weights[] | Record<string, Weights>;

/** The members of TensorFlow.js's models that are used here. */
interface Outputs {
  readonly outputNames: readonly string[];
  readonly feedOutputShapes: readonly (readonly unknown[])[];
}

/**
 * One tensor of weights for each output, of the rank of its loss.
 *
 * @throws {RangeError} if there is not one weight for each example.
 */
export function weightsPerOutput(
  { outputNames, feedOutputShapes }: Outputs,
  weights: SampleWeight,
  targets: readonly tf.Tensor[],
): tf.Tensor[] {
  const lists = perOutput(weights, outputNames);
  return tf.tidy(() =>
    lists.map((list, i) => {
      const examples = targets[i].shape[0]!;
      const rank = Math.max(1, feedOutputShapes[i].length - 1);
      const tensor = list === null || list === undefined
        ? tf.ones([examples])
        : tf.cast(
          list instanceof tf.Tensor ? list.clone() : tf.tensor(list),
          "float32",
        );
      if (tensor.shape[0] !== examples || tensor.rank > rank) {
        throw new RangeError(
          `Cannot use sampleWeight${
            lists.length > 1 ? ` of output "${outputNames[i]}"` : ""
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
): Weights[] {
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
  return names.map((name) => (weights as Record<string, Weights>)[name]);
}
