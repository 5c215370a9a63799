/** Gradient descent on one example, recorded row by row. @module */
import { gradients } from "./gradients.ts";
import {
  type Activations,
  type Errors,
  errors,
  type Example,
  forward,
  type Weights,
} from "./network.ts";
import { mapWeights } from "./weights.ts";

/** One iteration: the state before its update, and the gradients at that state. */
export interface TrainingRow {
  /** Counted from 0: row 0 holds the initial weights. */
  readonly iteration: number;
  /** The same in every row. */
  readonly example: Example;
  /** Before the update. */
  readonly weights: Weights;
  /** Of the forward pass with these weights. */
  readonly activations: Activations;
  /** Of the forward pass with these weights. */
  readonly errors: Errors;
  /** ∂E/∂w at these weights. */
  readonly gradients: Weights;
}

/** Options of {@linkcode train}. */
export interface TrainingOptions {
  /** Initial weights. */
  readonly weights: Weights;
  /** What the network learns. */
  readonly example: Example;
  /** η in w ← w − η·∂E/∂w. */
  readonly learningRate: number;
  /** Number of updates. */
  readonly iterations: number;
}

/** One step of gradient descent, w ← w − η·∂E/∂w for each weight. */
export function update(
  weights: Weights,
  gradients: Weights,
  learningRate: number,
): Weights {
  return mapWeights((name) => weights[name] - learningRate * gradients[name]);
}

/**
 * Trains by gradient descent and records every number of every iteration.
 *
 * @returns `iterations` + 1 rows; row k holds the weights after k updates.
 * @throws {RangeError} If `learningRate` is negative or not finite, or
 *   `iterations` is not a positive integer
 */
export function train(options: TrainingOptions): TrainingRow[] {
  const { example, learningRate, iterations } = options;
  if (!(learningRate >= 0 && Number.isFinite(learningRate))) {
    throw new RangeError(
      `Cannot train: learningRate must be a finite number of at least 0: current value is ${learningRate}`,
    );
  }
  if (!(Number.isInteger(iterations) && iterations > 0)) {
    throw new RangeError(
      `Cannot train: iterations must be a positive integer: current value is ${iterations}`,
    );
  }
  const rows: TrainingRow[] = [];
  let weights = options.weights;
  for (let iteration = 0; iteration <= iterations; iteration++) {
    const activations = forward(weights, example);
    const row: TrainingRow = {
      iteration,
      example,
      weights,
      activations,
      errors: errors(activations, example),
      gradients: gradients(weights, example),
    };
    rows.push(row);
    weights = update(weights, row.gradients, learningRate);
  }
  return rows;
}

/** The learning rates that the exercise compares. */
export const learningRates = [0.1, 0.2, 0.5, 0.8, 1.0, 2.0] as const;

/** The error E of each iteration at one learning rate. */
export interface ErrorCurve {
  /** η. */
  readonly learningRate: number;
  /** E after k updates at index k, `[iterations + 1]`. */
  readonly errors: readonly number[];
}

/** Trains once per learning rate, always from the same weights. */
export function errorCurves(
  options: Omit<TrainingOptions, "learningRate">,
  rates: readonly number[] = learningRates,
): ErrorCurve[] {
  return rates.map((learningRate) => ({
    learningRate,
    errors: train({ ...options, learningRate }).map((row) => row.errors.E),
  }));
}
