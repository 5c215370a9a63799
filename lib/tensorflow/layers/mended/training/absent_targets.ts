import { tf } from "../../../tfjs.ts";
import { replaceMethod } from "../replace.ts";

type Targets = tf.Tensor | tf.Tensor[] | Record<string, tf.Tensor>;

/** The members of TensorFlow.js's models that are used here. */
interface Model {
  readonly outputNames: readonly string[];
  readonly lossFunctions: readonly unknown[];
  readonly feedOutputShapes: readonly (readonly (number | null)[])[];
  standardizeUserDataXY(
    x: unknown,
    y: Targets,
    ...rest: unknown[]
  ): [xs: tf.Tensor[], ys: tf.Tensor[]];
}

/**
 * Targets by name may leave out the outputs that have no loss: TensorFlow.js asks
 * for all. What stands in for them is never read.
 */
export function mendAbsentTargets(): void {
  const prototype = tf.LayersModel.prototype as unknown as Model;
  replaceMethod(
    prototype,
    "standardizeUserDataXY",
    (stock) =>
      function (x, y, ...rest) {
        return stock.call(this, x, complete(this, y), ...rest);
      },
  );
}

function complete(model: Model, targets: Targets): Targets {
  const { outputNames, lossFunctions, feedOutputShapes } = model;
  if (
    targets instanceof tf.Tensor || Array.isArray(targets) ||
    !lossFunctions.includes(undefined)
  ) return targets;
  const examples = Object.values(targets)[0]?.shape[0];
  const standIns = outputNames.flatMap((name, i) => {
    if (lossFunctions[i] || targets[name]) return [];
    const shape = feedOutputShapes[i].slice(1).map((size) => size ?? 1);
    return [[name, tf.zeros([examples, ...shape])] as const];
  });
  return { ...targets, ...Object.fromEntries(standIns) };
}
