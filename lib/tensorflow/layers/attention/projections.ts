import type { tf } from "../../tfjs.ts";
import {
  type KernelOptions,
  kernelSettings,
  type WeightSettings,
} from "../added/weights.ts";
import type { AttentionWeights } from "./attend.ts";
import { AttentionLayer } from "./layer.ts";

/** The options of its kernels and biases. */
interface ProjectionOptions extends KernelOptions {
  readonly useBias?: boolean;
}

/** Attention between projections of what it gets. */
export abstract class ProjectedAttention extends AttentionLayer {
  readonly #useBias: boolean;
  readonly #settings: WeightSettings;
  readonly #variables: Record<string, tf.LayerVariable> = {};

  constructor(args: ProjectionOptions) {
    super(args as never);
    this.supportsMasking = true;
    this.#useBias = args.useBias ?? true;
    this.#settings = kernelSettings(args);
    if (!(args as { activityRegularizer?: unknown }).activityRegularizer) {
      return;
    }
    throw new RangeError(
      `Cannot make layer "${this.name}": activityRegularizer must be left out, or null; put tf.layers.activityRegularization() after it`,
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...this.#settings.config,
      useBias: this.#useBias,
    };
  }

  /**
   * Adds a kernel and a bias.
   *
   * @param inputs How many of the kernel's axes are the input's.
   */
  protected addProjection(part: string, shape: number[], inputs: number): void {
    const { found } = this.#settings;
    const add = (name: "kernel" | "bias", shape: number[]) => {
      this.#variables[`${part}/${name}`] = this.addWeight(
        `${part}/${name}`,
        shape,
        "float32",
        found[`${name}Initializer`] as never,
        found[`${name}Regularizer`] as never,
        true,
        found[`${name}Constraint`] as never,
      );
    };
    add("kernel", shape);
    if (this.#useBias) add("bias", shape.slice(inputs));
  }

  protected readProjections(): AttentionWeights {
    const read = Object.entries(this.#variables)
      .map(([name, variable]) => [name, variable.read()]);
    return Object.fromEntries(read);
  }
}

/** @throws {RangeError} if one of the options is no whole number from 1 on. */
export function requireSizes<Name extends string>(
  layer: string,
  args: Readonly<Record<Name, number>>,
  names: readonly Name[],
): void {
  for (const name of names) {
    if (Number.isInteger(args[name]) && args[name] > 0) continue;
    throw new RangeError(
      `Cannot make layer "${layer}": ${name} must be a whole number from 1 on: current value is ${
        args[name]
      }`,
    );
  }
}
