/** The weight of each output's loss: a list, or by the outputs' names. */
export type LossWeights =
  | number
  | readonly number[]
  | Readonly<Record<string, number>>
  | null;

/**
 * One weight for each output; outputs that an object leaves out have 1.
 *
 * @throws {RangeError} if there is another count of weights, or a weight is not a
 * number.
 * @throws {TypeError} if a weight is for an output that the model doesn't have.
 */
export function numbersPerOutput(
  weights: LossWeights | undefined,
  names: readonly string[],
): readonly number[] {
  if (weights === undefined || weights === null) return names.map(() => 1);
  const list = typeof weights === "number" ? [weights] : weights;
  const numbers = Array.isArray(list)
    ? list as readonly number[]
    : byName(list as Readonly<Record<string, number>>, names);
  if (numbers.length !== names.length || !numbers.every(Number.isFinite)) {
    throw new RangeError(
      `Cannot compile the model: lossWeights must be a number for each of its outputs (${
        names.join(", ")
      }): current value is ${JSON.stringify(weights)}`,
    );
  }
  return numbers;
}

function byName(
  weights: Readonly<Record<string, number>>,
  names: readonly string[],
): readonly number[] {
  const unknown = Object.keys(weights).find((name) => !names.includes(name));
  if (unknown === undefined) return names.map((name) => weights[name] ?? 1);
  throw new TypeError(
    `Cannot compile the model: lossWeights must name its outputs (${
      names.join(", ")
    }): current name is "${unknown}"`,
  );
}
