import { tf } from "../../../tfjs.ts";
import { replaceMethod } from "../replace.ts";
import { collectLosses, takeLosses } from "./collector.ts";

type Step = (data: (tf.Tensor | null)[]) => tf.Tensor[];

/** The members of TensorFlow.js's layers that are used here. */
interface Layer {
  readonly _losses?: readonly (() => tf.Tensor)[];
  readonly layers?: readonly Layer[];
  readonly layer?: Layer;
  readonly forwardLayer?: Layer;
  readonly backwardLayer?: Layer;
  readonly cell?: Layer;
  readonly cells?: readonly Layer[];
  calculateLosses?(): tf.Tensor[];
}

/** The members of TensorFlow.js's models that are used here. */
interface Model {
  readonly layers: readonly Layer[];
  testFunction: Step;
  calculateLosses(): tf.Tensor[];
  makeTrainFunction(): Step;
  makeTestFunction(): void;
}

/**
 * What regularizers add to a model's loss, as in Keras: once for each weight, for
 * those of recurrent cells, too, and for what layers give.
 */
export function mendPenalties(): void {
  const prototype = tf.LayersModel.prototype as unknown as Model;
  replaceMethod(
    prototype,
    "calculateLosses",
    () =>
      function () {
        return tf.tidy(() => [...penaltiesOf(this), ...takeLosses()]);
      },
  );
  replaceMethod(prototype, "makeTrainFunction", (stock) =>
    function () {
      const step = stock.call(this);
      return (data) => collectLosses(() => step(data));
    });
  replaceMethod(prototype, "makeTestFunction", (stock) =>
    function () {
      stock.call(this);
      const step = this.testFunction;
      this.testFunction = (data) => collectLosses(() => step(data));
    });
}

const prototypeOfLayers = tf.layers.Layer.prototype as unknown as Layer;

/** The losses of a layer's weights, and of those of the layers in it. */
function penaltiesOf(layer: Layer): tf.Tensor[] {
  if (layer.layers) return [...new Set(layer.layers)].flatMap(penaltiesOf);
  const isStock = !layer.calculateLosses ||
    layer.calculateLosses === prototypeOfLayers.calculateLosses;
  const own = isStock
    ? layer._losses?.map((loss) => loss()) ?? []
    : layer.calculateLosses!();
  const { forwardLayer, backwardLayer, cell, cells = [] } = layer;
  // A bidirectional layer runs two copies of its layer
  const inner = forwardLayer ? [forwardLayer, backwardLayer] : [layer.layer];
  return [
    ...own,
    ...[...inner, cell, ...cells].filter((one) => one !== undefined)
      .flatMap((one) => penaltiesOf(one as Layer)),
  ];
}
