import {
  type Config,
  prototypeOf,
  replaceCreation,
  replaceMethod,
} from "../replace.ts";

/** The members of TensorFlow.js's transposed convolutions that are used here. */
interface Transposed {
  readonly name: string;
  readonly dilationRate: readonly number[];
  getConfig(): Config;
}

/**
 * Transposed convolutions are saved with their `dilationRate`, and refuse Keras's
 * `outputPadding`, which TensorFlow.js ignores.
 */
export function mendTransposed(): void {
  for (const rank of [2, 3]) {
    const className = `Conv${rank}DTranspose`;
    replaceMethod(
      prototypeOf<Transposed>(className),
      "getConfig",
      (stock) =>
        function () {
          return { ...stock.call(this), dilationRate: this.dilationRate };
        },
    );
    replaceCreation<Transposed>(
      className,
      [`conv${rank}dTranspose`],
      (create, config) => {
        const layer = create(config);
        const { outputPadding = null } = config;
        if (outputPadding === null) return layer;
        throw new RangeError(
          `Cannot make layer "${layer.name}": outputPadding must be left out, or null: current value is ${
            JSON.stringify(outputPadding)
          }`,
        );
      },
    );
  }
}
