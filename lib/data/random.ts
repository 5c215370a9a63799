/** The whole state of a {@linkcode Random}: four 32-bit words, not all zero. */
export type RandomState = readonly [number, number, number, number];

/** Names one of a seed's independent sequences, for example `"shuffle", epoch`. */
export type Stream = readonly (string | number)[];

/**
 * A seeded generator of random numbers whose state can be saved and restored.
 *
 * The same seed and stream give the same numbers on every machine. Only `normal()`
 * may differ in the last bit between JavaScript engines, as `Math.log` and
 * `Math.cos` do. Not for secrets.
 *
 * The algorithm is xoshiro128**, D. Blackman and S. Vigna, "Scrambled Linear
 * Pseudorandom Number Generators", ACM TOMS 47 (4), 2021; its period is 2^128 - 1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "./random.ts";
 *
 * const random = new Random(1, "shuffle", 0);
 * const saved = random.state;
 * const first = random.uniform();
 * random.state = saved;
 * assertEquals(random.uniform(), first);
 * ```
 */
export class Random {
  #words: Uint32Array;

  /**
   * Starts the sequence of a seed and a stream; different seeds or streams give
   * independent sequences.
   *
   * @param seed A whole number from 0 to 2^53 - 1
   * @param stream Text and whole numbers that name the sequence
   * @throws {RangeError} if the seed or a number in the stream is out of range
   */
  constructor(seed: number, ...stream: Stream) {
    this.#words = stateOf(seed, stream);
  }

  /** A generator that continues from a saved state. */
  static from(state: RandomState): Random {
    const random = new Random(0);
    random.state = state;
    return random;
  }

  /** The state, as plain numbers that survive JSON. */
  get state(): RandomState {
    const [a, b, c, d] = this.#words;
    return [a, b, c, d];
  }

  /** @throws {RangeError} if it is not four 32-bit words, or all are zero */
  set state(state: RandomState) {
    const valid = Array.isArray(state) && state.length === 4 &&
      state.every((word) => Number.isInteger(word) && word === word >>> 0) &&
      state.some((word) => word !== 0);
    if (!valid) {
      throw new RangeError(
        `Cannot set random state: it must be four 32-bit words, not all zero: current value is ${
          JSON.stringify(state)
        }`,
      );
    }
    this.#words = Uint32Array.from(state);
  }

  /** 32 random bits, as a number from 0 to 2^32 - 1. */
  bits(): number {
    const s = this.#words;
    const result = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotateLeft(s[3], 11);
    return result;
  }

  /** A number in [low, high), in steps of (high - low) · 2^-32. */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.bits() / 0x1_0000_0000);
  }

  /** A normally distributed number (Box and Muller's transform). */
  normal(mean = 0, standardDeviation = 1): number {
    // 1 - u is in (0, 1], where the logarithm is finite. The transform's second
    // number is dropped, so that the state stays four words.
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return mean +
      standardDeviation * radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /**
   * A whole number in [0, bound), each equally likely.
   *
   * @throws {RangeError} if bound is not a whole number from 1 to 2^32
   */
  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > 0x1_0000_0000) {
      throw new RangeError(
        `Cannot draw an integer: bound must be a whole number from 1 to 2^32: current value is ${bound}`,
      );
    }
    // Numbers beyond the last multiple of bound would favour small results
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % bound);
    while (true) {
      const bits = this.bits();
      if (bits < limit) return bits % bound;
    }
  }

  /** Shuffles in place (Fisher and Yates), and returns its argument. */
  shuffle<T extends Int32Array | unknown[]>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const item = items[i];
      items[i] = items[j];
      items[j] = item;
    }
    return items;
  }
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** Four words, each a different hash of seed and stream. */
function stateOf(seed: number, stream: Stream): Uint32Array {
  const words = [...wordsOf(seed, "seed")];
  for (const part of stream) {
    if (typeof part === "number") words.push(...wordsOf(part, "stream"));
    else {
      // The length tells "ab", "c" from "a", "bc"
      words.push(part.length, ...Array.from(part, (c) => c.codePointAt(0)!));
    }
  }
  const state = new Uint32Array(4);
  for (let lane = 0; lane < 4; lane++) {
    let hash = mix(lane + 1);
    for (const word of words) hash = mix(hash ^ word);
    state[lane] = hash;
  }
  if (state.every((word) => word === 0)) state[0] = 1;
  return state;
}

function wordsOf(value: number, what: string): [number, number] {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(
      `Cannot start random numbers: ${what} must be a whole number from 0 to 2^53 - 1: current value is ${value}`,
    );
  }
  return [value >>> 0, Math.floor(value / 0x1_0000_0000)];
}

/**
 * One step of SplitMix: adds the golden ratio's odd constant, then applies the
 * finalizer of MurmurHash3 (A. Appleby, public domain). A bijection.
 */
function mix(word: number): number {
  let z = (word + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
