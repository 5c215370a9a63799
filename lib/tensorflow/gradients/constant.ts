import { noGradient, setGradient } from "./gradient.ts";

/** Operations whose result is constant between jumps, by their inputs. */
const kernels: readonly [
  inputs: readonly string[],
  names: readonly string[],
][] = [
  [["a", "b"], [
    "Equal",
    "NotEqual",
    "Greater",
    "GreaterEqual",
    "Less",
    "LessEqual",
    "LogicalAnd",
    "LogicalOr",
    "LogicalXor",
    "BitwiseAnd",
  ]],
  [["x"], [
    "All",
    "Any",
    "ArgMax",
    "ArgMin",
    "IsFinite",
    "IsInf",
    "IsNan",
    "LogicalNot",
  ]],
  [["logits"], ["Multinomial"]],
  [["sortedSequence", "values"], ["SearchSorted"]],
  [["boxes", "scores"], [
    "NonMaxSuppressionV3",
    "NonMaxSuppressionV4",
    "NonMaxSuppressionV5",
  ]],
];

/**
 * Comparisons and the like pass no gradient on, so that a condition made from x
 * doesn't keep the rest of a function from being differentiated.
 */
export function registerConstantGradients(): void {
  for (const [inputs, names] of kernels) {
    for (const name of names) {
      setGradient(name, { inputs }, (_, saved) =>
        Object.fromEntries(
          inputs.map((input, index) => [input, noGradient(saved[index])]),
        ));
    }
  }
}
