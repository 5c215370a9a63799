/**
 * Replaces tf.logSigmoid by what it is composed of. The gradient of TensorFlow.js
 * needs its argument, and fails where that was freed, as every tensor inside of
 * tf.grad() is.
 *
 * @module
 */
import { type Core, core, numeric, replaceOps } from "./replace.ts";

const stock = core.logSigmoid;

const logSigmoid: Core["logSigmoid"] = <T>(x: unknown) =>
  core.tidy("logSigmoid", () => {
    const $x = numeric(x);
    return $x ? core.neg(core.softplus(core.neg($x))) : stock(x as number);
  }) as T;

replaceOps({ logSigmoid });
