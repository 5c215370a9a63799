/** Checks of a model that was just loaded from files of unknown origin. @module */
import { COLUMNS, ROWS } from "../../data/digits.ts";
import { oneLine } from "../../files/errors.ts";
import { tf } from "../../tensorflow/mod.ts";
import { ADVICE, ModelError } from "../errors.ts";

/** Values of one image after a layer: eighty times as many as in our network. */
const MAX_ACTIVATIONS = 2 ** 20;

/**
 * Checks that a model classifies images, without needing too much memory.
 *
 * @param classes How many it must tell apart.
 * @param folder The model's, for messages.
 * @throws {ModelError} if its input, its output or a layer has the wrong size.
 * @throws Whatever TensorFlow.js throws if the model can't predict.
 */
export async function checkModel(
  model: tf.LayersModel,
  classes: number,
  folder: string,
): Promise<void> {
  checkShapes(model, classes, folder);
  checkActivations(model, folder);
  await predictOnce(model);
}

function checkShapes(
  model: tf.LayersModel,
  classes: number,
  folder: string,
): void {
  const shapesOf = (tensors: tf.SymbolicTensor[]) =>
    oneLine(JSON.stringify(tensors.map(({ shape }) => shape)));
  const [input, output] = [shapesOf(model.inputs), shapesOf(model.outputs)];
  const [image, answer] = [[null, ROWS, COLUMNS, 1], [null, classes]]
    .map((shape) => JSON.stringify(shape));
  if (input === `[${image}]` && output === `[${answer}]`) return;
  throw new ModelError(
    `Cannot load model "${folder}": it must map ${image} to ${answer}: current shapes are ${input} and ${output}; ${ADVICE}`,
  );
}

function checkActivations(model: tf.LayersModel, folder: string): void {
  for (const { name, outputShape } of layersOf(model)) {
    const values = [outputShape].flat(2)
      .reduce<number>((product, size) => product * (size ?? 1), 1);
    if (values <= MAX_ACTIVATIONS) continue;
    throw new ModelError(
      `Cannot load model "${folder}": each layer must have at most ${MAX_ACTIVATIONS} values an image: layer "${
        oneLine(name)
      }" has ${values}; ${ADVICE}`,
    );
  }
}

/** A model's layers, including those of models inside it. */
function layersOf({ layers }: tf.LayersModel): tf.layers.Layer[] {
  return layers.flatMap((layer) =>
    layer instanceof tf.LayersModel ? [layer, ...layersOf(layer)] : [layer]
  );
}

/** Fails now if the model would fail at each use. */
async function predictOnce(model: tf.LayersModel): Promise<void> {
  const answer = tf.tidy(() => model.predict(tf.zeros([1, ROWS, COLUMNS, 1])));
  await (answer as tf.Tensor).data();
  tf.dispose(answer);
}
