import { tf } from "../../tfjs.ts";
import type { NamedTensor, State } from "../stock.ts";

/** The members of TensorFlow.js's Adamax that are used here. */
interface Adamax {
  readonly beta1: number;
  readonly accBeta1: tf.Variable;
  readonly iterations: number;
  /** Adamax's own count of steps. */
  readonly iteration: tf.Variable;
  accumulatedFirstMoment: (State | undefined)[];
  accumulatedWeightedInfNorm: (State | undefined)[];
  saveIterations(): Promise<NamedTensor>;
  extractIterations(weights: NamedTensor[]): Promise<NamedTensor[]>;
  getWeights(): Promise<NamedTensor[]>;
  setWeights(weights: NamedTensor[]): Promise<void>;
}

/** Gives Adamax what the other optimizers have: state that can be saved. */
export function saveAdamaxState(): void {
  const prototype = tf.AdamaxOptimizer.prototype as unknown as Adamax;
  prototype.getWeights = async function (this: Adamax) {
    const states = [
      ...this.accumulatedFirstMoment,
      ...this.accumulatedWeightedInfNorm,
    ].filter((state) => !!state);
    return [
      await this.saveIterations(),
      ...states.map(({ originalName, variable }) => ({
        name: originalName,
        tensor: variable,
      })),
    ];
  };
  prototype.setWeights = async function (this: Adamax, weights) {
    const values = await this.extractIterations(weights);
    tf.tidy(() => {
      this.iteration.assign(tf.scalar(this.iterations));
      this.accBeta1.assign(tf.pow(this.beta1, this.iterations + 1));
    });
    const states = values.map(({ name, tensor }) => ({
      originalName: name,
      variable: tensor.variable(false),
    }));
    this.accumulatedFirstMoment = states.slice(0, states.length / 2);
    this.accumulatedWeightedInfNorm = states.slice(states.length / 2);
  };
}
