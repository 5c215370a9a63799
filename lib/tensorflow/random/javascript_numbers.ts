import { nextKey, ownKey } from "./seed.ts";

const nativeRandom = Math.random;

/**
 * Runs a function whose `Math.random()` follows the seed of all random
 * operations. It takes the stream's next key at its first number. Where
 * `Math.random()` was replaced, by a program or while a function is recorded,
 * that one is called.
 */
export function withSeededNumbers<Result>(fn: () => Result): Result {
  if (Math.random !== nativeRandom) return fn();
  let next: (() => number) | undefined;
  Math.random = () => (next ??= numbersOf(ownKey()?.dataSync() ?? nextKey()))();
  try {
    return fn();
  } finally {
    Math.random = nativeRandom;
  }
}

/** A stream of numbers from 0 to 1: sfc32, by Chris Doty-Humphrey (PractRand). */
function numbersOf([a, b]: ArrayLike<number> & Iterable<number>): () => number {
  let c = 0;
  let counter = 1;
  const next = () => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return (result >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 15; i++) next();
  return next;
}
