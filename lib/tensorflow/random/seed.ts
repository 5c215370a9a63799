/** Where the stream of random numbers stands; JSON keeps it. */
export interface RandomState {
  /** The seed, a 32-bit whole number. */
  readonly seed: number;
  /** How many random operations have drawn from it. */
  readonly draws: number;
}

let state: RandomState = {
  seed: crypto.getRandomValues(new Int32Array(1))[0],
  draws: 0,
};

/**
 * Starts the stream of all random operations of the TensorFlow backend anew:
 * the same seed gives the same numbers, recorded or not.
 *
 * @param seed A whole number; its low 32 bits count.
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

/** Where the stream stands, to be set again later. */
export function randomState(): RandomState {
  return state;
}

/** Sets the stream to where it stood. */
export function setRandomState(saved: RandomState): void {
  state = { seed: saved.seed | 0, draws: saved.draws };
}

/**
 * The next draw's key, int32 [2]: the seed and the number of the draw.
 *
 * @param draws How many draws are taken: the following ones' keys count on from
 * the returned one.
 */
export function nextKey(draws = 1): Int32Array<ArrayBuffer> {
  const key = Int32Array.of(state.seed, state.draws | 0);
  state = { seed: state.seed, draws: state.draws + draws };
  return key;
}
