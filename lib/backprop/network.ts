/**
 * The 2-2-2 network: sigmoid units without biases, as plain numbers.
 *
 *     i1 ── w1, w3 ──▶ h1 → a_h1 ── w5, w7 ──▶ o1 → a_o1 ──▶ E1
 *     i2 ── w2, w4 ──▶ h2 → a_h2 ── w6, w8 ──▶ o2 → a_o2 ──▶ E2
 *
 * @module
 */

/** The names of the eight weights, in order. */
export const weightNames = [
  "w1",
  "w2",
  "w3",
  "w4",
  "w5",
  "w6",
  "w7",
  "w8",
] as const;

/** The name of one weight. */
export type WeightName = typeof weightNames[number];

/** One number per weight: the weights themselves, or their gradients. */
export type Weights = Readonly<Record<WeightName, number>>;

/** A training example. */
export interface Example {
  /** Input 1. */
  readonly i1: number;
  /** Input 2. */
  readonly i2: number;
  /** Target of output 1. */
  readonly t1: number;
  /** Target of output 2. */
  readonly t2: number;
}

/** Every number of one forward pass, named as in the formulas. */
export interface Activations {
  /** Weighted sum of hidden unit 1. */
  readonly h1: number;
  /** Weighted sum of hidden unit 2. */
  readonly h2: number;
  /** σ(h1). */
  readonly a_h1: number;
  /** σ(h2). */
  readonly a_h2: number;
  /** Weighted sum of output 1. */
  readonly o1: number;
  /** Weighted sum of output 2. */
  readonly o2: number;
  /** σ(o1). */
  readonly a_o1: number;
  /** σ(o2). */
  readonly a_o2: number;
}

/** The squared error of each output and their sum. */
export interface Errors {
  /** ½(t1 − a_o1)². */
  readonly E1: number;
  /** ½(t2 − a_o2)². */
  readonly E2: number;
  /** E1 + E2, which training minimizes. */
  readonly E: number;
}

/** The exercise's example. */
export const example: Example = { i1: 0.05, i2: 0.10, t1: 0.01, t2: 0.99 };

/** The exercise's initial weights. */
export const initialWeights: Weights = {
  w1: 0.15,
  w2: 0.20,
  w3: 0.25,
  w4: 0.30,
  w5: 0.40,
  w6: 0.45,
  w7: 0.50,
  w8: 0.55,
};

/** The logistic function, σ(x) = 1 / (1 + e⁻ˣ), between 0 and 1. */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Half the squared difference, ½(t − a)². */
export function squaredError(target: number, activation: number): number {
  return 0.5 * (target - activation) ** 2;
}

/** The forward pass: weighted sums, then σ, layer by layer. */
export function forward(w: Weights, { i1, i2 }: Example): Activations {
  const h1 = w.w1 * i1 + w.w2 * i2;
  const h2 = w.w3 * i1 + w.w4 * i2;
  const a_h1 = sigmoid(h1);
  const a_h2 = sigmoid(h2);
  const o1 = w.w5 * a_h1 + w.w6 * a_h2;
  const o2 = w.w7 * a_h1 + w.w8 * a_h2;
  const a_o1 = sigmoid(o1);
  const a_o2 = sigmoid(o2);
  return { h1, h2, a_h1, a_h2, o1, o2, a_o1, a_o2 };
}

/** The errors of a forward pass, compared with the example's targets. */
export function errors(
  { a_o1, a_o2 }: Pick<Activations, "a_o1" | "a_o2">,
  { t1, t2 }: Example,
): Errors {
  const E1 = squaredError(t1, a_o1);
  const E2 = squaredError(t2, a_o2);
  return { E1, E2, E: E1 + E2 };
}
