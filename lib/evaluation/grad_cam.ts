/** Grad-CAM: which part of an image speaks for a class. @module */
import { COLUMNS, ROWS } from "../data/digits.ts";
import type { Normalization } from "../model/normalization.ts";
import { tf } from "../tensorflow/mod.ts";
import {
  type Grid,
  inputTensor,
  layersWithMaps,
  requireMaps,
  sequentialLayers,
  takeGrids,
} from "./feature_maps.ts";

/**
 * A heat map of the evidence for a digit in an image (Grad-CAM, Selvaraju et al.
 * 2017): the sum of a layer's feature maps, each weighted by the mean gradient of
 * the digit's logit with respect to it. Negative sums become 0; the rest is scaled
 * to the image's size. Heats of the same network are on one scale, so that they can
 * be compared.
 *
 * @param model A sequential model, as `createNetwork` and `loadModel` return it.
 * @param pixels uint8 [28, 28].
 * @param digit From 0 to 9.
 * @param layer The layer's name; by default the last with rows and columns that is
 * neither batch normalization, whose shift would light up blank paper, nor dropout.
 * @returns [28, 28], at least 0; all 0 if there is no evidence for the digit.
 * @throws {RangeError} if the digit is out of range, the model has no such layer, or
 * its output has no rows and columns.
 * @throws {TypeError} if the model is not sequential.
 */
export function gradCam(
  model: tf.LayersModel,
  pixels: Uint8Array,
  normalization: Normalization,
  digit: number,
  layer: string = lastActivation(model),
): Grid {
  const classes = model.outputs[0].shape.at(-1)!;
  if (!Number.isInteger(digit) || digit < 0 || digit >= classes) {
    throw new RangeError(
      `Cannot look for evidence: the digit must be from 0 to ${
        classes - 1
      }: current value is ${digit}`,
    );
  }
  requireMaps(model, layer);
  const chain = sequentialLayers(model);
  const after = chain.findIndex(({ name }) => name === layer) + 1;
  const end = SOFTMAX.includes(chain.at(-1)!.getClassName()) ? -1 : undefined;
  const run = (layers: tf.layers.Layer[], x: tf.Tensor) =>
    layers.reduce(
      (x, layer) =>
        layer === chain.at(-1) ? logits(layer, x) : layer.apply(x) as tf.Tensor,
      x,
    );
  const heat = tf.tidy(() => {
    const image = inputTensor(pixels, normalization);
    const maps = run(chain.slice(0, after), image); // [1, rows, columns, channels]
    const score = (maps: tf.Tensor) =>
      run(chain.slice(after, end), maps).reshape([classes]).slice(digit, 1);
    const weights = tf.grad(score)(maps).mean([1, 2], true); // [1, 1, 1, channels]
    const sum = maps.mul(weights).sum(3, true).relu() as tf.Tensor4D;
    return tf.image.resizeBilinear(sum, [ROWS, COLUMNS]);
  });
  return takeGrids(heat)[0];
}

const SOFTMAX = ["Activation", "Softmax"];

/**
 * What the last layer computes, up to a constant, before its own activation: softmax
 * would subtract the other digits' evidence, of a confident answer all of it.
 */
function logits(last: tf.layers.Layer, x: tf.Tensor): tf.Tensor {
  return last.getClassName() === "Dense"
    ? x.matMul(last.getWeights()[0])
    : last.apply(x) as tf.Tensor;
}

const NOT_READ = ["BatchNormalization", "Dropout"];

/** The name of the last layer with maps that no batch normalization has shifted. */
function lastActivation(model: tf.LayersModel): string {
  const names = layersWithMaps(model);
  const read = model.layers.findLast((layer) =>
    names.includes(layer.name) && !NOT_READ.includes(layer.getClassName())
  );
  if (read) return read.name;
  throw new RangeError(
    "Cannot look for evidence: the model must have a layer whose output has rows and columns: it has none",
  );
}
