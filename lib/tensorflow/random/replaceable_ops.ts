/**
 * Replaces TensorFlow.js's random operations, also for the layers of models, by
 * ones that can be switched: see `ops/random` for TensorFlow's.
 *
 * TensorFlow.js draws random numbers in JavaScript, which is slow, has no
 * global seed, and would be recorded as constants.
 *
 * @module
 */
import { type Core, core } from "../core.ts";
import { withSeededNumbers } from "./javascript_numbers.ts";

const names = [
  "randomUniform",
  "randomUniformInt",
  "randomNormal",
  "randomStandardNormal",
  "truncatedNormal",
  "randomGamma",
  "multinomial",
  "dropout",
] as const;

/** The operations that are replaced. */
export type RandomOps = Pick<Core, typeof names[number]>;

/** Utilities that draw random numbers: `fit()` shuffles by one of them. */
const utilities = [
  "shuffle",
  "shuffleCombo",
  "createShuffledIndices",
  "randUniform",
] as const;

type AnyFunction = (...args: unknown[]) => unknown;

/** Functions of an object that draw by the seed of all random operations. */
function seeded<T extends object, Name extends keyof T>(
  functions: T,
  names: readonly Name[],
): Pick<T, Name> {
  return Object.fromEntries(names.map((name) => {
    const fn = functions[name] as AnyFunction;
    return [
      name,
      (...args: unknown[]) => withSeededNumbers(() => fn(...args)),
    ];
  })) as Pick<T, Name>;
}

/** TensorFlow.js's own operations, which draw in JavaScript. */
export const javaScriptRandomOps: Readonly<RandomOps> = seeded(core, names);

let current: RandomOps = javaScriptRandomOps;

/** Switches all random operations. */
export function setRandomOps(ops: RandomOps): void {
  current = ops;
}

const replacements = Object.fromEntries(names.map((name) => [
  name,
  (...args: unknown[]) => (current[name] as AnyFunction)(...args),
]));
Object.assign(core, replacements);
Object.assign(core.util, seeded(core.util, utilities));
