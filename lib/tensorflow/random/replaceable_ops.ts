/**
 * Replaces TensorFlow.js's random operations, also for the layers of models, by
 * ones that can be switched: see `ops/stateless_random.ts` for TensorFlow's.
 *
 * TensorFlow.js draws random numbers in JavaScript, which is slow, has no
 * global seed, and would be recorded as constants.
 *
 * @module
 */
import * as namespace from "npm:@tensorflow/tfjs-core@4.22.0";

type Core = typeof namespace;

/** The operations that are replaced. */
export type RandomOps = Pick<
  Core,
  | "randomUniform"
  | "randomNormal"
  | "randomStandardNormal"
  | "truncatedNormal"
  | "dropout"
>;

// The namespace of a CommonJS module is a copy. `default` is the module itself,
// whose properties @tensorflow/tfjs and the layers read
const core = (namespace as unknown as { default: Core }).default;

/** TensorFlow.js's own operations, which draw in JavaScript. */
export const javaScriptRandomOps: Readonly<RandomOps> = {
  randomUniform: core.randomUniform,
  randomNormal: core.randomNormal,
  randomStandardNormal: core.randomStandardNormal,
  truncatedNormal: core.truncatedNormal,
  dropout: core.dropout,
};

let current: RandomOps = javaScriptRandomOps;

/** Switches all random operations. */
export function setRandomOps(ops: RandomOps): void {
  current = ops;
}

const replacements: RandomOps = {
  randomUniform: (...args) => current.randomUniform(...args),
  randomNormal: (...args) => current.randomNormal(...args),
  randomStandardNormal: (...args) => current.randomStandardNormal(...args),
  truncatedNormal: (...args) => current.truncatedNormal(...args),
  dropout: (...args) => current.dropout(...args),
};
Object.assign(core, replacements);
