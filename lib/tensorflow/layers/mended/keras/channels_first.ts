import { tf } from "../../../tfjs.ts";
import { onlyTensor } from "../../stock.ts";
import {
  type Config,
  prototypeOf,
  replaceCreation,
  replaceMethod,
} from "../replace.ts";

type Shape = (number | null)[];

/** The members of TensorFlow.js's layers that are used here. */
interface Layer {
  readonly name: string;
  dataFormat?: string;
  getConfig(): Config;
  computeOutputShape(inputShape: Shape | Shape[]): Shape;
  call(inputs: tf.Tensor | tf.Tensor[], kwargs: unknown): tf.Tensor;
}

/** Layers that don't know the option, and the functions that make them. */
const unaware: Readonly<Record<string, readonly string[]>> = {
  MaxPooling1D: ["maxPooling1d", "maxPool1d"],
  AveragePooling1D: ["averagePooling1d", "avgPooling1d", "avgPool1d"],
  GlobalMaxPooling1D: ["globalMaxPooling1d", "globalMaxPool1d"],
  GlobalAveragePooling1D: ["globalAveragePooling1d"],
  Resizing: ["resizing"],
  CenterCrop: ["centerCrop"],
};

/**
 * Layers of lines and images with `dataFormat: "channelsFirst"`: TensorFlow.js ignores
 * it in some of them, and `tf.layers.conv1d` returns the channels last, and is saved
 * without it.
 */
export function mendChannelsFirst(): void {
  for (const [className, factories] of Object.entries(unaware)) {
    replaceCreation<Layer>(className, factories, (create, config = {}) => {
      const layer = create(config);
      layer.dataFormat = dataFormatOf(layer.name, config);
      return layer;
    });
    const prototype = prototypeOf<Layer>(className);
    replaceMethod(
      prototype,
      "computeOutputShape",
      (stock) =>
        function (inputShape) {
          const shape = [...[inputShape].flat(2)];
          if (this.dataFormat !== "channelsFirst") {
            return stock.call(this, shape);
          }
          const [batch, channels, ...sizes] = shape;
          const given = [batch, ...sizes, channels];
          const [, ...rest] = withChannelsLast(this, () =>
            stock.call(this, given));
          return [batch, rest.at(-1)!, ...rest.slice(0, -1)];
        },
    );
    callWithChannelsLast(prototype);
  }
  callWithChannelsLast(prototypeOf<Layer>("Conv1D"));
}

function dataFormatOf(name: string, config: Config): string | undefined {
  const { dataFormat } = config;
  if (dataFormat === undefined || dataFormat === null) return undefined;
  if (dataFormat === "channelsFirst" || dataFormat === "channelsLast") {
    return dataFormat;
  }
  throw new RangeError(
    `Cannot make layer "${name}": dataFormat must be "channelsFirst" or "channelsLast": current value is ${
      JSON.stringify(dataFormat)
    }`,
  );
}

function callWithChannelsLast(prototype: Layer): void {
  replaceMethod(prototype, "getConfig", (stock) =>
    function () {
      const { dataFormat } = this;
      return { ...stock.call(this), ...(dataFormat && { dataFormat }) };
    });
  replaceMethod(prototype, "call", (stock) =>
    function (inputs, kwargs) {
      if (this.dataFormat !== "channelsFirst") {
        return stock.call(this, inputs, kwargs);
      }
      const x = onlyTensor(inputs);
      const axes = x.shape.map((_, i) => i);
      // An image may come without a batch
      const outer = "height" in this && x.rank === 3 ? [] : [0];
      const [channels, ...others] = axes.slice(outer.length);
      const toLast = [...outer, ...others, channels];
      const toFirst = [...outer, x.rank - 1, ...axes.slice(outer.length, -1)];
      return tf.tidy(() => {
        const y = withChannelsLast(this, () =>
          stock.call(this, tf.transpose(x, toLast), kwargs));
        return y.rank === x.rank ? tf.transpose(y, toFirst) : y;
      });
    });
}

function withChannelsLast<Result>(layer: Layer, run: () => Result): Result {
  layer.dataFormat = "channelsLast";
  try {
    return run();
  } finally {
    layer.dataFormat = "channelsFirst";
  }
}
