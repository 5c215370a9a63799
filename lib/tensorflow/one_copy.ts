/**
 * Notices a second copy of TensorFlow.js in the program. Both copies use one engine
 * and one registry of kernels, but each has its own tensors, layers and optimizers, and
 * only ours are mended and recorded.
 *
 * @module
 */
import { core } from "./core.ts";

const environment = core.env();

/** The copy that is loaded first makes the environment, and the last the platform. */
const ownPlatform = environment.platform;

const { version_core: version } = core;
const message =
  `the program must have one copy of TensorFlow.js, version ${version}: it has loaded another; take tf from where init() comes from, or add to deno.json: "imports": { "@tensorflow/tfjs": "npm:@tensorflow/tfjs@${version}" }`;

/**
 * Refuses another copy that is loaded, and has one that is loaded later say so.
 *
 * @throws {Error} if the program has loaded another copy, before or after ours.
 */
export function requireOneCopy(): void {
  const isFirst = environment instanceof core.Environment;
  if (!isFirst || environment.platform !== ownPlatform) {
    throw new Error(`Cannot load TensorFlow: ${message}`);
  }
  environment.setPlatform = (name, platform) => {
    console.warn(`Cannot use all of TensorFlow: ${message}`);
    core.Environment.prototype.setPlatform.call(environment, name, platform);
  };
}
