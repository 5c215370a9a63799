import { seedLayer } from "../seeded.ts";
import { replaceCreation } from "./replace.ts";

/** TensorFlow.js's layers that draw, and the functions of `tf.layers` that make them. */
const drawing: Readonly<Record<string, string>> = {
  Dropout: "dropout",
  SpatialDropout1D: "spatialDropout1d",
  GaussianNoise: "gaussianNoise",
  GaussianDropout: "gaussianDropout",
  AlphaDropout: "alphaDropout",
  RandomWidth: "randomWidth",
  SimpleRNN: "simpleRNN",
  GRU: "gru",
  LSTM: "lstm",
  ConvLSTM2D: "convLstm2d",
};

/**
 * A layer's `seed` has TensorFlow draw by it. TensorFlow.js ignores it, or draws the
 * same numbers at each call.
 */
export function mendSeeds(): void {
  for (const [className, factory] of Object.entries(drawing)) {
    replaceCreation<object>(className, [factory], (create, config) => {
      const { seed, ...others } = config ?? {};
      const layer = create(others);
      seedLayer(layer, seed);
      return layer;
    });
  }
}
