import { type Config, replaceCreation } from "../replace.ts";

/**
 * Options of Keras that a layer doesn't have, and their values that change nothing,
 * by class; with the functions that make it.
 */
const refused: Readonly<
  Record<string, readonly [factories: readonly string[], options: Config]>
> = {
  BatchNormalization: [["batchNormalization"], { renorm: false }],
  LayerNormalization: [["layerNormalization"], { rmsScaling: false }],
  Resizing: [
    ["resizing"],
    {
      cropToAspectRatio: false,
      padToAspectRatio: false,
      antialias: false,
    },
  ],
  RNN: [["rnn"], { timeMajor: false }],
  SimpleRNN: [["simpleRNN"], { timeMajor: false }],
  GRU: [["gru"], { timeMajor: false }],
  LSTM: [["lstm"], { timeMajor: false }],
};

/** Refuses options of Keras that a layer would ignore, and compute something else. */
export function refuseOptions(): void {
  for (const [className, [factories, options]] of Object.entries(refused)) {
    replaceCreation(className, factories, (create, config = {}) => {
      for (const [name, plain] of Object.entries(options)) {
        const value = config[name];
        if (value === undefined || value === null || value === plain) continue;
        throw new RangeError(
          `Cannot make layer "${
            config.name ?? className
          }": it does not have option "${name}", which must be left out or ${plain}: current value is ${
            JSON.stringify(value)
          }`,
        );
      }
      return create(config);
    });
  }
}
