/**
 * Has losses whose weights are all zero be zero, as TensorFlow's are: those of
 * TensorFlow.js divide by the number of weights that are not.
 *
 * @module
 */
import type * as namespace from "npm:@tensorflow/tfjs-core@4.22.0";
import { core, numeric } from "./replace.ts";

type Loss = (...args: unknown[]) => namespace.Tensor;

// An object whose members can be replaced
const losses = core.losses as unknown as Record<string, Loss>;
const { NONE, SUM_BY_NONZERO_WEIGHTS } = core.Reduction;

/** Where each loss takes its weights and its reduction. */
const places: Readonly<Record<string, [weights: number, reduction: number]>> = {
  absoluteDifference: [2, 3],
  computeWeightedLoss: [1, 2],
  cosineDistance: [3, 4],
  hingeLoss: [2, 3],
  huberLoss: [2, 4],
  logLoss: [2, 4],
  meanSquaredError: [2, 3],
  sigmoidCrossEntropy: [2, 4],
};

for (const [name, [place, reduction]] of Object.entries(places)) {
  const stock = losses[name];
  losses[name] = (...args) =>
    core.tidy(name, () => {
      const weights = numeric(args[place]);
      const how = args[reduction] ?? SUM_BY_NONZERO_WEIGHTS;
      if (!weights || how !== SUM_BY_NONZERO_WEIGHTS) return stock(...args);
      const each = stock(...Object.assign([...args], { [reduction]: NONE }));
      const whole = core.mul(weights, core.ones(each.shape));
      const count = core.cast(core.sum(core.notEqual(whole, 0)), "float32");
      return core.div(core.sum(each), core.maximum(count, 1));
    });
}
