/** Keras's `EinsumDense`: a dense layer whose product an equation describes. @module */
import { tf } from "../../tfjs.ts";
import { type LayerOptions, Mapping, onlyShape, type Shape } from "./layer.ts";
import {
  type KernelOptions,
  kernelSettings,
  type WeightSettings,
} from "./weights.ts";

/** The options of `einsumDense()`. */
export interface EinsumDenseArgs extends LayerOptions, KernelOptions {
  /** Of input, kernel and output: "abc,cd->abd", or "...x,xy->...y". */
  readonly equation: string;
  /** The output's sizes without the batch and "..."; null: the input's. */
  readonly outputShape: number | (number | null)[];
  readonly activation?: Parameters<typeof tf.layers.dense>[0]["activation"];
  /** The output's letters that have a bias. By default there is none. */
  readonly biasAxes?: string | null;
}

/** An equation without "...", and the size that each letter stands for. */
interface Solved {
  readonly equation: string;
  readonly output: string;
  readonly kernel: string;
  readonly sizes: ReadonlyMap<string, number | null>;
}

class EinsumDense extends Mapping<object> {
  /** @nocollapse */
  static className = "EinsumDense";
  readonly #args: EinsumDenseArgs;
  readonly #weights: WeightSettings;
  #kernel: tf.LayerVariable | undefined;
  #bias: tf.LayerVariable | undefined;

  constructor(args: EinsumDenseArgs) {
    const weights = kernelSettings(args);
    const activation = weights.found.activation as { getClassName(): string };
    super(args, {
      equation: args.equation,
      outputShape: args.outputShape,
      activation: activation.getClassName(),
      biasAxes: args.biasAxes ?? null,
      ...weights.config,
    });
    this.#args = args;
    this.#weights = weights;
    if (parts(args.equation)) return;
    throw this.refusal("equation", 'like "abc,cd->abd"', args.equation);
  }

  override build(inputShape: Shape | Shape[]): void {
    const { kernel, output, sizes } = this.#solve(onlyShape(inputShape));
    const add = (name: "kernel" | "bias", shape: Shape) => {
      const { found } = this.#weights;
      return this.addWeight(
        name,
        shape,
        "float32",
        found[`${name}Initializer`] as never,
        found[`${name}Regularizer`] as never,
        true,
        found[`${name}Constraint`] as never,
      );
    };
    this.#kernel = add(
      "kernel",
      [...kernel].map((letter) => sizes.get(letter)!),
    );
    const { biasAxes } = this.#args;
    if (biasAxes) {
      const first = Math.min(
        ...[...biasAxes].map((axis) => output.indexOf(axis)),
      );
      if (first < 0) {
        throw this.refusal("biasAxes", `letters of "${output}"`, biasAxes);
      }
      const shape = [...output.slice(first)].map((letter) =>
        biasAxes.includes(letter) ? sizes.get(letter)! : 1
      );
      this.#bias = add("bias", shape);
    }
    this.built = true;
  }

  /** @throws {RangeError} if a size of the kernel is not known. */
  #solve(inputShape: Shape): Solved {
    const { equation, outputShape } = this.#args;
    const given = parts(equation)!;
    const rest = inputShape.length - given.input.replace("...", "").length;
    const used = new Set(equation);
    const letters = Array.from(
      { length: 52 },
      (_, i) => String.fromCharCode((i < 26 ? 97 : 39) + i),
    ).filter((letter) => !used.has(letter));
    const dots = letters.slice(0, rest).join("");
    const [input, kernel, output] = [given.input, given.kernel, given.output]
      .map((part) => part.replace("...", dots));
    const sizes = new Map<string, number | null>();
    [...input].forEach((letter, i) => sizes.set(letter, inputShape[i] ?? null));
    const named = [...output].slice(1).filter((letter) =>
      !dots.includes(letter)
    );
    [outputShape].flat().forEach((size, i) => {
      if (size !== null) sizes.set(named[i], size);
    });
    for (const letter of kernel) {
      if (sizes.get(letter)) continue;
      throw this.refusal(
        "outputShape",
        `such that "${letter}" of "${equation}" is known for inputs of shape [${inputShape}]`,
        outputShape,
      );
    }
    return { equation: `${input},${kernel}->${output}`, output, kernel, sizes };
  }

  protected override map(x: tf.Tensor): tf.Tensor {
    const { equation } = this.#solve(x.shape);
    const product = tf.einsum(equation, x, this.#kernel!.read());
    const biased = this.#bias ? product.add(this.#bias.read()) : product;
    const activation = this.#weights.found.activation as {
      apply(x: tf.Tensor): tf.Tensor;
    };
    return activation.apply(biased);
  }

  protected override mapShape(shape: Shape): Shape {
    const { output, sizes } = this.#solve(shape);
    return [...output].map((letter) => sizes.get(letter) ?? null);
  }
}

/** The parts of an equation; undefined if it is none. */
function parts(
  equation: string,
): { input: string; kernel: string; output: string } | undefined {
  const [, input, kernel, output] =
    /^((?:\.{3})?[a-z]+|[a-z]+\.{3}),([a-z]+)->((?:\.{3})?[a-z]+|[a-z]+\.{3})$/i
      .exec(equation) ?? [];
  const isEven = input?.startsWith("...") === output?.startsWith("...") &&
    input?.endsWith("...") === output?.endsWith("...");
  return isEven && input ? { input, kernel, output } : undefined;
}

/** A product of the input and a kernel by an equation, and a bias. */
export function einsumDense(args: EinsumDenseArgs): tf.layers.Layer {
  return new EinsumDense(args);
}

/** The classes, for loading models. */
export const classes: readonly unknown[] = [EinsumDense];
