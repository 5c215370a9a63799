/**
 * The gradients of E by the chain rule: one function per formula, built only from
 * functions above it.
 *
 * Names read like the formulas: `dE_dw5` is ∂E/∂w5.
 *
 * @module
 */
import {
  type Activations,
  type Example,
  forward,
  type Weights,
} from "./network.ts";

/** ∂σ(x)/∂x = a(1 − a), where a = σ(x) is the activation. */
export function sigmoidSlope(a: number): number {
  return a * (1 - a);
}

/** ∂E/∂a_o1 = ∂E1/∂a_o1 = a_o1 − t1: E2 does not depend on a_o1. */
export function dE_da_o1({ a_o1 }: Activations, { t1 }: Example): number {
  return a_o1 - t1;
}

/** ∂E/∂a_o2 = ∂E2/∂a_o2 = a_o2 − t2. */
export function dE_da_o2({ a_o2 }: Activations, { t2 }: Example): number {
  return a_o2 - t2;
}

/** ∂E/∂o1 = ∂E/∂a_o1 · ∂a_o1/∂o1. */
export function dE_do1(a: Activations, example: Example): number {
  return dE_da_o1(a, example) * sigmoidSlope(a.a_o1);
}

/** ∂E/∂o2 = ∂E/∂a_o2 · ∂a_o2/∂o2. */
export function dE_do2(a: Activations, example: Example): number {
  return dE_da_o2(a, example) * sigmoidSlope(a.a_o2);
}

/** ∂E/∂w5 = ∂E/∂o1 · ∂o1/∂w5, and o1 = w5·a_h1 + w6·a_h2. */
export function dE_dw5(a: Activations, example: Example): number {
  return dE_do1(a, example) * a.a_h1;
}

/** ∂E/∂w6 = ∂E/∂o1 · ∂o1/∂w6. */
export function dE_dw6(a: Activations, example: Example): number {
  return dE_do1(a, example) * a.a_h2;
}

/** ∂E/∂w7 = ∂E/∂o2 · ∂o2/∂w7, and o2 = w7·a_h1 + w8·a_h2. */
export function dE_dw7(a: Activations, example: Example): number {
  return dE_do2(a, example) * a.a_h1;
}

/** ∂E/∂w8 = ∂E/∂o2 · ∂o2/∂w8. */
export function dE_dw8(a: Activations, example: Example): number {
  return dE_do2(a, example) * a.a_h2;
}

/** ∂E/∂a_h1 = ∂E/∂o1 · w5 + ∂E/∂o2 · w7: both outputs depend on a_h1. */
export function dE_da_h1(a: Activations, ex: Example, w: Weights): number {
  return dE_do1(a, ex) * w.w5 + dE_do2(a, ex) * w.w7;
}

/** ∂E/∂a_h2 = ∂E/∂o1 · w6 + ∂E/∂o2 · w8. */
export function dE_da_h2(a: Activations, ex: Example, w: Weights): number {
  return dE_do1(a, ex) * w.w6 + dE_do2(a, ex) * w.w8;
}

/** ∂E/∂h1 = ∂E/∂a_h1 · ∂a_h1/∂h1. */
export function dE_dh1(a: Activations, ex: Example, w: Weights): number {
  return dE_da_h1(a, ex, w) * sigmoidSlope(a.a_h1);
}

/** ∂E/∂h2 = ∂E/∂a_h2 · ∂a_h2/∂h2. */
export function dE_dh2(a: Activations, ex: Example, w: Weights): number {
  return dE_da_h2(a, ex, w) * sigmoidSlope(a.a_h2);
}

/** ∂E/∂w1 = ∂E/∂h1 · ∂h1/∂w1, and h1 = w1·i1 + w2·i2. */
export function dE_dw1(a: Activations, ex: Example, w: Weights): number {
  return dE_dh1(a, ex, w) * ex.i1;
}

/** ∂E/∂w2 = ∂E/∂h1 · ∂h1/∂w2. */
export function dE_dw2(a: Activations, ex: Example, w: Weights): number {
  return dE_dh1(a, ex, w) * ex.i2;
}

/** ∂E/∂w3 = ∂E/∂h2 · ∂h2/∂w3, and h2 = w3·i1 + w4·i2. */
export function dE_dw3(a: Activations, ex: Example, w: Weights): number {
  return dE_dh2(a, ex, w) * ex.i1;
}

/** ∂E/∂w4 = ∂E/∂h2 · ∂h2/∂w4. */
export function dE_dw4(a: Activations, ex: Example, w: Weights): number {
  return dE_dh2(a, ex, w) * ex.i2;
}

/** All eight partial derivatives, ∂E/∂w1 to ∂E/∂w8, at the weights `w`. */
export function gradients(w: Weights, example: Example): Weights {
  const a = forward(w, example);
  return {
    w1: dE_dw1(a, example, w),
    w2: dE_dw2(a, example, w),
    w3: dE_dw3(a, example, w),
    w4: dE_dw4(a, example, w),
    w5: dE_dw5(a, example),
    w6: dE_dw6(a, example),
    w7: dE_dw7(a, example),
    w8: dE_dw8(a, example),
  };
}
