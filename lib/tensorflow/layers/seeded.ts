import { withKeys } from "../random/seed.ts";
import { tf } from "../tfjs.ts";

/** Keeps a layer's keys apart from those of `setRandomSeed()` with the same seed. */
const LAYERS = 0x5eed1a7e;

/** The members of TensorFlow.js's layers that are used here. */
interface Layer {
  readonly name: string;
  call(...args: unknown[]): unknown;
  getConfig(): tf.serialization.ConfigDict;
  disposeWeights(): number;
}

/**
 * Gives a layer random numbers of its own, as in Keras: they differ from call to
 * call, and are the same for each layer that was made with the seed, op by op and
 * recorded, whatever else draws. The layer is saved with its seed.
 *
 * @param seed Nothing changes without one.
 * @throws {RangeError} if it is not a whole number.
 */
export function seedLayer(layer: object, seed: unknown): void {
  if (seed === undefined || seed === null) return;
  const own = layer as Layer;
  const keys = new Keys(seedOf(own, seed));
  const call = own.call.bind(own);
  const getConfig = own.getConfig.bind(own);
  const disposeWeights = own.disposeWeights.bind(own);
  own.call = (...args) => withKeys(() => keys.next(), () => call(...args));
  own.getConfig = () => ({ ...getConfig(), seed: seedOf(own, seed) });
  own.disposeWeights = () => {
    keys[Symbol.dispose]();
    return disposeWeights();
  };
}

/** The number, which Keras may write within a generator's configuration. */
function seedOf({ name }: Layer, given: unknown): number {
  const { config } = given as { config?: { seed?: unknown } };
  const seed = config ? config.seed : given;
  if (Number.isSafeInteger(seed)) return seed as number;
  throw new RangeError(
    `Cannot make layer "${name}": seed must be a whole number: current value is ${
      JSON.stringify(seed)
    }`,
  );
}

/** A stream of random keys. It is a variable, so that recordings go on with it. */
class Keys implements Disposable {
  readonly #seed: number;
  #next: tf.Variable | undefined;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The next key, int32 [2]: the seed and the draw's number. */
  next(): tf.Tensor {
    if (!this.#next || this.#next.isDisposed) {
      const first = [(this.#seed ^ LAYERS) | 0, 0];
      this.#next = tf.tidy(() =>
        tf.variable(tf.tensor1d(first, "int32"), false)
      );
    }
    const next = this.#next;
    const key = next.clone();
    tf.tidy(() => next.assign(tf.add(next, tf.tensor1d([0, 1], "int32"))));
    return key;
  }

  [Symbol.dispose](): void {
    this.#next?.dispose();
  }
}
