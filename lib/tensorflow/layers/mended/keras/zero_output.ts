import { tf } from "../../../tfjs.ts";
import {
  type Config,
  prototypeOf,
  replaceCreation,
  replaceMethod,
} from "../replace.ts";

/** The members of TensorFlow.js's recurrent layers that are used here. */
interface Recurrent {
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
  zeroOutputForMask?: boolean;
  getConfig(): Config;
  call(
    inputs: unknown,
    kwargs?: { readonly mask?: tf.Tensor | null },
  ): tf.Tensor | tf.Tensor[];
}

interface Bidirectional {
  readonly forwardLayer: Recurrent;
  readonly backwardLayer: Recurrent;
}

const factories = {
  RNN: "rnn",
  SimpleRNN: "simpleRNN",
  GRU: "gru",
  LSTM: "lstm",
};

/**
 * Recurrent layers with `zeroOutputForMask`: sequences are 0 at the steps that a mask
 * hides, where they otherwise repeat the step before. As in Keras, a bidirectional
 * layer's are always.
 */
export function mendZeroOutput(): void {
  for (const [className, factory] of Object.entries(factories)) {
    replaceCreation<Recurrent>(className, [factory], (create, config = {}) => {
      const layer = create(config);
      if (config.zeroOutputForMask) layer.zeroOutputForMask = true;
      return layer;
    });
  }
  replaceCreation<Bidirectional>(
    "Bidirectional",
    ["bidirectional"],
    (create, config) => {
      const layer = create(config);
      layer.forwardLayer.zeroOutputForMask = true;
      layer.backwardLayer.zeroOutputForMask = true;
      return layer;
    },
  );
  const prototype = prototypeOf<Recurrent>("RNN");
  replaceMethod(prototype, "getConfig", (stock) =>
    function () {
      const { zeroOutputForMask } = this;
      return {
        ...stock.call(this),
        ...(zeroOutputForMask && { zeroOutputForMask }),
      };
    });
  replaceMethod(prototype, "call", (stock) =>
    function (inputs, kwargs) {
      const outputs = stock.call(this, inputs, kwargs);
      const mask = kwargs?.mask;
      if (!mask || !this.zeroOutputForMask || !this.returnSequences) {
        return outputs;
      }
      const [sequence, ...states] = [outputs].flat();
      const zeroed = zeroMasked(sequence, mask, this.goBackwards);
      return Array.isArray(outputs) ? [zeroed, ...states] : zeroed;
    });
}

/** A sequence with 0 at the steps that a mask hides. */
function zeroMasked(
  sequence: tf.Tensor,
  mask: tf.Tensor,
  isReversed: boolean,
): tf.Tensor {
  return tf.tidy(() => {
    const kept = isReversed ? tf.reverse(mask, 1) : mask;
    const ones = Array<number>(sequence.rank - kept.rank).fill(1);
    const factor = kept.cast("float32").reshape([...kept.shape, ...ones]);
    return tf.mul(sequence, factor);
  });
}
