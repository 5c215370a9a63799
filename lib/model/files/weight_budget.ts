/**
 * A limit on the weights that TensorFlow.js allocates for a model it loads.
 *
 * TensorFlow.js first allocates zeros of the sizes in the topology, and only then
 * compares them with the weights in the file: a few bytes of `model.json` can request
 * more memory than any machine has. Its loader has no option against that.
 *
 * @module
 */
import { tf } from "../../tensorflow/mod.ts";

/** The part of a layer that creates weights. */
interface WeightFactory {
  /** True only while `loadLayersModel()` builds the layer. */
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

/** How many values the model being loaded may still allocate. */
let budget = Infinity;
/** The weights that it has allocated. */
let allocated: Weight[] = [];

const layer = tf.layers.Layer.prototype as unknown as WeightFactory;
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
  allocated.push(weight);
  return weight;
};

/**
 * Loads a model with at most so many weights.
 *
 * @param values The largest number of values in all weights together.
 * @throws {RangeError} if the layers need more; all that was allocated is freed.
 */
export async function loadWithin(
  values: number,
  artifacts: tf.io.ModelArtifacts,
): Promise<tf.LayersModel> {
  const { modelTopology } = artifacts;
  const ours: Weight[] = [];
  const bounded: tf.io.ModelArtifacts = {
    ...artifacts,
    // TensorFlow.js reads this once and creates the layers without a pause after it,
    // so the budgets of two models that load at the same time don't mix
    get modelTopology() {
      budget = values;
      allocated = ours;
      return modelTopology;
    },
  };
  try {
    return await tf.loadLayersModel({ load: () => Promise.resolve(bounded) });
  } catch (error) {
    for (const weight of ours) weight.dispose();
    throw error;
  } finally {
    // Models that others load have no limit
    budget = Infinity;
    allocated = [];
  }
}
