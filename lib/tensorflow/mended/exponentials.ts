/**
 * Replaces tf.logSumExp, whose answer for infinite numbers is NaN in
 * TensorFlow.js, and tf.divNoNan, whose gradient is NaN where it divides by 0.
 *
 * @module
 */
import { type Core, core, numeric, replaceOps } from "./replace.ts";

const stock = { logSumExp: core.logSumExp, divNoNan: core.divNoNan };

const logSumExp: Core["logSumExp"] = (x, axis, keepDims = false) =>
  core.tidy(() => {
    const $x = numeric(x);
    if (!$x) return stock.logSumExp(x, axis, keepDims);
    const max = core.max($x, axis, true);
    // ∞ − ∞ is NaN
    const shift = core.where(core.isFinite(max), max, core.zerosLike(max));
    const sums = core.sum(core.exp(core.sub($x, shift)), axis, keepDims);
    const log = core.log(sums);
    return core.add(core.reshape(shift, log.shape), log);
  });

const divNoNan: Core["divNoNan"] = <T>(a: unknown, b: unknown) =>
  core.tidy(() => {
    const $a = numeric(a), $b = numeric(b);
    if (!$a || !$b) return stock.divNoNan(a as number, b as number);
    const ones = core.onesLike($b);
    const divisor = core.where(core.equal($b, 0), ones, $b);
    const quotient = core.div($a, divisor);
    const zeros = core.zerosLike(quotient);
    return core.where(core.equal($b, zeros), zeros, quotient);
  }) as T;

replaceOps({ logSumExp, divNoNan });
