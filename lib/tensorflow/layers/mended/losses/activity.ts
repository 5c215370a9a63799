import { tf } from "../../../tfjs.ts";
import {
  type Config,
  prototypeOf,
  replaceCreation,
  replaceMethod,
} from "../replace.ts";
import { addLoss, areLossesCollected } from "./collector.ts";

/** Makes a loss of a tensor. */
export interface Regularizer {
  apply(x: tf.Tensor): tf.Tensor;
  getClassName(): string;
  getConfig(): tf.serialization.ConfigDict;
}

/** The members of TensorFlow.js's layers that are used here. */
interface Layer {
  activityRegularizer: Regularizer | null;
  apply(inputs: unknown, kwargs?: unknown): unknown;
  getConfig(): Config;
}

/** Layers that take `activityRegularizer` in Keras, and ignore it in TensorFlow.js. */
const ignoring = {
  SimpleRNN: "simpleRNN",
  GRU: "gru",
  LSTM: "lstm",
  ConvLSTM2D: "convLstm2d",
};

/**
 * Layers with `activityRegularizer`, which TensorFlow.js refuses: as in Keras, what
 * it makes of the outputs, divided by the number of examples, is added to the loss.
 */
export function mendActivityRegularizers(): void {
  replaceMethod(
    tf.layers.Layer.prototype as unknown as Layer,
    "apply",
    (stock) =>
      function (inputs, kwargs) {
        const { activityRegularizer } = this;
        if (!activityRegularizer) return stock.call(this, inputs, kwargs);
        this.activityRegularizer = null;
        let outputs: unknown;
        try {
          outputs = stock.call(this, inputs, kwargs);
        } finally {
          this.activityRegularizer = activityRegularizer;
        }
        if (areLossesCollected()) {
          for (const output of [outputs].flat()) {
            if (output instanceof tf.Tensor) {
              addLoss(lossOf(activityRegularizer, output));
            }
          }
        }
        return outputs;
      },
  );
  for (const [className, factory] of Object.entries(ignoring)) {
    replaceCreation<Layer>(className, [factory], (create, config = {}) => {
      const layer = create(config);
      layer.activityRegularizer = regularizerOf(config.activityRegularizer);
      return layer;
    });
    replaceMethod(
      prototypeOf<Layer>(className),
      "getConfig",
      (stock) =>
        function () {
          const { activityRegularizer: regularizer } = this;
          const activityRegularizer = regularizer && {
            className: regularizer.getClassName(),
            config: regularizer.getConfig(),
          };
          return { ...stock.call(this), activityRegularizer };
        },
    );
  }
}

function lossOf(regularizer: Regularizer, output: tf.Tensor): tf.Tensor {
  const [examples = 1] = output.shape;
  return tf.tidy(() => regularizer.apply(output).div(Math.max(1, examples)));
}

/** The regularizer that a name or a configuration stands for. */
export function regularizerOf(identifier: unknown): Regularizer | null {
  // TensorFlow.js exports no function that finds it; its layers do
  const layer = tf.layers.dense({
    units: 1,
    activityRegularizer: identifier as "l1l2",
  });
  return layer.activityRegularizer as Regularizer | null;
}
