/**
 * A bound on the weights that TensorFlow.js makes for a model that it loads.
 *
 * It makes them, as zeros, from the numbers in the topology, before it compares
 * them with those in the file: a few bytes of `model.json` can ask for more
 * memory than any machine has. No option of its loader limits that.
 *
 * @module
 */
import { tf } from "../../tensorflow/mod.ts";

/** What a layer does to make a weight, as far as it matters here. */
interface WeightMaker {
  /** True while it is built by `loadLayersModel()` alone. */
  readonly fastWeightInitDuringBuild?: boolean;
  addWeight(
    name: string,
    shape: readonly number[],
    ...rest: unknown[]
  ): Weight;
}

interface Weight {
  dispose(): void;
}

/** Values that the model being loaded may still make. */
let budget = Infinity;
/** The weights that it has made. */
let made: Weight[] = [];

const layer = tf.layers.Layer.prototype as unknown as WeightMaker;
const addWeight = layer.addWeight;
layer.addWeight = function (name, shape, ...rest) {
  if (!this.fastWeightInitDuringBuild) {
    return addWeight.call(this, name, shape, ...rest);
  }
  budget -= tf.util.sizeFromShape([...shape]);
  if (!(budget >= 0)) {
    throw new RangeError(
      `its layers ask for more weights than there are: "${name}" would have shape [${shape}]`,
    );
  }
  const weight = addWeight.call(this, name, shape, ...rest);
  made.push(weight);
  return weight;
};

/**
 * Loads a model, which fails instead of making more values than that; then
 * nothing of it is left.
 */
export async function loadWithin(
  values: number,
  artifacts: tf.io.ModelArtifacts,
): Promise<tf.LayersModel> {
  const { modelTopology } = artifacts;
  const ours: Weight[] = [];
  const bounded: tf.io.ModelArtifacts = {
    ...artifacts,
    // Read once, right before the layers are made, with no pause between: two
    // models that are loaded at the same time don't mix their budgets
    get modelTopology() {
      budget = values;
      made = ours;
      return modelTopology;
    },
  };
  try {
    return await tf.loadLayersModel({ load: () => Promise.resolve(bounded) });
  } catch (error) {
    for (const weight of ours) weight.dispose();
    throw error;
  } finally {
    made = [];
  }
}
