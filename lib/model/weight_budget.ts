/**
 * A bound on the weights that TensorFlow.js makes for a model that it loads.
 *
 * It makes them, as zeros, from the numbers in the topology, before it compares
 * them with those in the file: a few bytes of `model.json` can ask for more
 * memory than any machine has. No option of its loader limits that.
 *
 * @module
 */
import { tf } from "../tensorflow/mod.ts";

/** What a layer does to make a weight, as far as it matters here. */
interface WeightMaker {
  /** True while it is built by `loadLayersModel()` alone. */
  readonly fastWeightInitDuringBuild?: boolean;
  addWeight(
    name: string,
    shape: readonly number[],
    ...rest: unknown[]
  ): unknown;
}

/** Values that the model being loaded may still make. */
let budget = Infinity;

const layer = tf.layers.Layer.prototype as unknown as WeightMaker;
const addWeight = layer.addWeight;
layer.addWeight = function (name, shape, ...rest) {
  if (this.fastWeightInitDuringBuild) {
    budget -= tf.util.sizeFromShape([...shape]);
    if (!(budget >= 0)) {
      throw new RangeError(
        `its layers ask for more weights than there are: "${name}" would have shape [${shape}]`,
      );
    }
  }
  return addWeight.call(this, name, shape, ...rest);
};

/**
 * Artifacts for `tf.loadLayersModel()`, which fails instead of making more
 * values than that.
 */
export function withBudget(
  artifacts: tf.io.ModelArtifacts,
  values: number,
): tf.io.ModelArtifacts {
  const { modelTopology } = artifacts;
  return {
    ...artifacts,
    // Read once, right before the layers are made, with no pause between: two
    // models that are loaded at the same time don't mix their budgets
    get modelTopology() {
      budget = values;
      return modelTopology;
    },
  };
}
