import { tf } from "../../tfjs.ts";
import type { NamedTensor, State } from "../stock.ts";

/** An optimizer that TensorFlow.js lacks. Its members are named as those of the others. */
export abstract class AddedOptimizer extends tf.Optimizer {
  learningRate: number;
  /** The members that list states. */
  protected abstract readonly fields: readonly string[];

  constructor(learningRate: number) {
    super();
    this.learningRate = learningRate;
  }

  /** Sets what depends on the number of steps, which was restored. */
  protected abstract restore(): void;

  get #lists(): Record<string, State[]> {
    return this as unknown as Record<string, State[]>;
  }

  get #states(): State[] {
    return this.fields.flatMap((field) => this.#lists[field])
      .filter((state) => !!state);
  }

  override async getWeights(): Promise<NamedTensor[]> {
    return [
      await this.saveIterations(),
      ...this.#states.map(({ originalName, variable }) => ({
        name: originalName,
        tensor: variable,
      })),
    ];
  }

  override async setWeights(weights: NamedTensor[]): Promise<void> {
    const states = (await this.extractIterations(weights))
      .map(({ name, tensor }) => ({
        originalName: name,
        variable: tensor.variable(false),
      }));
    const count = states.length / this.fields.length;
    this.fields.forEach((field, i) => {
      this.#lists[field] = states.slice(i * count, (i + 1) * count);
    });
    this.restore();
  }

  override dispose(): void {
    super.dispose();
    tf.dispose(this.#states.map(({ variable }) => variable));
  }
}
