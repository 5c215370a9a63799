import { tf } from "../tfjs.ts";
import { isAccumulated } from "./accumulator.ts";
import { type Extendable, Extension } from "./extension.ts";
import { type CommonOptions, type Config, optionsOf } from "./options.ts";
import type { Gradients, NamedTensor } from "./stock.ts";

/** An optimizer for `model.compile({ optimizer })` and `minimize()`. */
export interface ExtendedOptimizer extends tf.Optimizer {
  /** The rate of the next step; assigning it ends a schedule. */
  learningRate: number;
  readonly weightDecay: number;
}

/** The class of an optimizer. */
export interface ExtendedClass<Options extends CommonOptions> {
  new (options?: Options): ExtendedOptimizer;
  readonly className: string;
  fromConfig: tf.serialization.FromConfigMethod<tf.serialization.Serializable>;
}

/** The members of stock optimizers that are used here. */
interface Base extends Extendable {
  iterations_?: number;
  incrementIterations(): void;
  getWeights(): Promise<NamedTensor[]>;
  getConfig(): tf.serialization.ConfigDict;
  dispose(): void;
}

/** A stock optimizer that is extended. */
export type BaseClass = new (...args: never[]) => object;

/** Default values of a stock optimizer's arguments, in their order. */
export type Parameters = Readonly<Record<string, number | boolean | null>>;

/**
 * Extends a stock optimizer by weight decay, clipping, accumulation and schedules.
 *
 * @param className The name by which TensorFlow.js saves and loads it.
 * @param weightDecay The default.
 */
export function extend<Options extends CommonOptions>(
  className: string,
  base: BaseClass,
  parameters: Parameters,
  weightDecay?: number,
): ExtendedClass<Options> {
  const Stock = base as unknown as new (...args: unknown[]) => Base;

  class Extended extends Stock {
    static readonly className = className;
    readonly #extension: Extension;

    constructor(options: CommonOptions = {}) {
      super(...argumentsOf(parameters, options));
      this.#extension = new Extension(this, options, weightDecay);
    }

    override rateAhead(calls: number): number {
      return this.#extension.rateAhead(calls);
    }

    override applyGradients(gradients: Gradients): void {
      this.#extension.apply(
        gradients,
        (ready) => super.applyGradients(ready),
        () => this.incrementIterations(),
      );
    }

    override incrementIterations(): void {
      const { isPreparing } = this.#extension.accumulator;
      if (!isPreparing) super.incrementIterations();
    }

    override async getWeights(): Promise<NamedTensor[]> {
      const { weights } = this.#extension.accumulator;
      return [...await super.getWeights(), ...weights];
    }

    override async setWeights(weights: NamedTensor[]): Promise<void> {
      const [iterations, ...rest] = weights;
      const [calls] = await iterations.tensor.data();
      // Adam makes its bias correction of the number of steps
      const steps = tf.scalar(this.#extension.stepsAfter(calls), "int32");
      await super.setWeights([
        { ...iterations, tensor: steps },
        ...rest.filter((each) => !isAccumulated(each)),
      ]);
      steps.dispose();
      this.iterations_ = calls;
      this.#extension.accumulator.restore(rest.filter(isAccumulated));
    }

    override getConfig(): tf.serialization.ConfigDict {
      return { ...super.getConfig(), ...this.#extension.config };
    }

    static fromConfig(_: unknown, config: Config): Extended {
      return new Extended(optionsOf(config));
    }

    override dispose(): void {
      super.dispose();
      this.#extension.accumulator[Symbol.dispose]();
    }
  }
  return Extended as unknown as ExtendedClass<Options>;
}

/** The arguments of a stock optimizer's class. */
function argumentsOf(
  parameters: Parameters,
  options: CommonOptions,
): unknown[] {
  const { learningRate } = options;
  const given: Config = {
    ...options,
    learningRate: typeof learningRate === "object"
      ? learningRate.rateAt(0)
      : learningRate,
  };
  return Object.entries(parameters)
    .map(([name, value]) => given[name] ?? value);
}
