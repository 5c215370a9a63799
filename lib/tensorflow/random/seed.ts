import type { Tensor } from "npm:@tensorflow/tfjs-core@4.22.0";

/** The position in the stream of random numbers; it can be saved as JSON. */
export interface RandomState {
  /** The seed, a 32-bit integer. */
  readonly seed: number;
  /** How many random operations have drawn since the seed was set. */
  readonly draws: number;
}

let state: RandomState = {
  seed: crypto.getRandomValues(new Int32Array(1))[0],
  draws: 0,
};

/**
 * Seeds all random operations of the TensorFlow backend. The same seed gives
 * the same numbers, recorded or op by op.
 *
 * @param seed A whole number, of which the low 32 bits are used.
 * @throws {RangeError} if it is not a whole number.
 */
export function setRandomSeed(seed: number): void {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(
      `Cannot set the random seed: it must be a whole number: current value is ${seed}`,
    );
  }
  state = { seed: seed | 0, draws: 0 };
}

/** The current position in the stream, for {@linkcode setRandomState}. */
export function randomState(): RandomState {
  return state;
}

/** Returns to a saved position in the stream. */
export function setRandomState(saved: RandomState): void {
  state = { seed: saved.seed | 0, draws: saved.draws };
}

/**
 * Takes the next random key, int32 [2]: the seed and the draw's number.
 *
 * @param draws How many keys to take; the others follow the one returned.
 */
export function nextKey(draws = 1): Int32Array<ArrayBuffer> {
  const key = Int32Array.of(state.seed, state.draws | 0);
  state = { seed: state.seed, draws: state.draws + draws };
  return key;
}

let own: (() => Tensor) | undefined;

/**
 * Runs a function whose random operations take their keys, int32 [2], from `next`
 * instead of the stream of all.
 */
export function withKeys<Result>(
  next: () => Tensor,
  fn: () => Result,
): Result {
  const outer = own;
  own = next;
  try {
    return fn();
  } finally {
    own = outer;
  }
}

/** The next key within {@linkcode withKeys}. */
export function ownKey(): Tensor | undefined {
  return own?.();
}
