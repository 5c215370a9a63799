import { tf } from "../../../tfjs.ts";
import { onlyTensor } from "../../stock.ts";
import {
  type Config,
  prototypeOf,
  replaceCreation,
  replaceMethod,
} from "../replace.ts";

/** The members of TensorFlow.js's layers that are used here. */
interface Resampling {
  readonly size?: readonly number[];
  readonly height?: number;
  readonly width?: number;
  readonly dataFormat?: string;
  readonly interpolation: string;
  /** Ours. */
  halfPixelCenters?: boolean;
  getConfig(): Config;
  call(inputs: tf.Tensor | tf.Tensor[], kwargs: unknown): tf.Tensor;
}

/**
 * Up-sampling and resizing layers with `halfPixelCenters`, as all of Keras's are:
 * TensorFlow.js measures from the corners of an image.
 */
export function mendResampling(): void {
  const factories = { UpSampling2D: "upSampling2d", Resizing: "resizing" };
  for (const [className, factory] of Object.entries(factories)) {
    replaceCreation<Resampling>(className, [factory], (create, config = {}) => {
      const { halfPixelCenters, ...rest } = config;
      const layer = create(rest);
      if (halfPixelCenters) layer.halfPixelCenters = true;
      return layer;
    });
    const prototype = prototypeOf<Resampling>(className);
    replaceMethod(prototype, "getConfig", (stock) =>
      function () {
        const { halfPixelCenters } = this;
        return {
          ...stock.call(this),
          ...(halfPixelCenters && { halfPixelCenters }),
        };
      });
    replaceMethod(prototype, "call", (stock) =>
      function (inputs, kwargs) {
        return this.halfPixelCenters
          ? tf.tidy(() => resample(this, onlyTensor(inputs)))
          : stock.call(this, inputs, kwargs);
      });
  }
}

function resample(layer: Resampling, x: tf.Tensor): tf.Tensor {
  const isFirst = layer.dataFormat === "channelsFirst";
  const image = (isFirst ? tf.transpose(x, [0, 2, 3, 1]) : x) as tf.Tensor4D;
  const [height, width] = image.shape.slice(-3);
  const { size: [rows, columns] = [1, 1] } = layer;
  const target: [number, number] = [
    layer.height ?? rows * height,
    layer.width ?? columns * width,
  ];
  const resized = layer.interpolation === "nearest"
    ? tf.image.resizeNearestNeighbor(image, target, false, true)
    : tf.image.resizeBilinear(image, target, false, true);
  return isFirst ? tf.transpose(resized, [0, 3, 1, 2]) : resized;
}
