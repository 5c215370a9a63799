import { tf } from "../tfjs.ts";
import {
  attend,
  type AttentionWeights,
  combineMasks,
  type Masks,
} from "./attention.ts";
import {
  type AttentionOptions,
  type CallOptions,
  type Kernel,
  type MultiHeadAttentionArgs,
  sameOptions,
} from "./attention_options.ts";

type Shape = (number | null)[];
/** The members that TensorFlow.js's types hide, of a layer with kernel and bias. */
interface KernelMembers {
  readonly [name: string]: unknown;
  getConfig(): Record<string, unknown>;
}

const KERNEL = ["Initializer", "Regularizer", "Constraint"].flatMap((what) => [
  `kernel${what}`,
  `bias${what}`,
]);

/** Attention of several heads (Vaswani et al. 2017), as Keras has it. */
export class MultiHeadAttention extends tf.layers.Layer {
  /** @nocollapse */
  static className = "MultiHeadAttention";
  readonly #args: MultiHeadAttentionArgs;
  readonly #kernel: KernelMembers;
  readonly #variables: Record<string, tf.LayerVariable> = {};
  #returnsScores = false;
  /** How the layer is called in models, whose execution passes no options. */
  #inModels: CallOptions | undefined;

  constructor(args: MultiHeadAttentionArgs) {
    super(args as never);
    for (const name of ["numHeads", "keyDim"] as const) {
      if (Number.isInteger(args[name]) && args[name] > 0) continue;
      throw new RangeError(
        `Cannot make layer "${this.name}": ${name} must be a whole number from 1 on: current value is ${
          args[name]
        }`,
      );
    }
    this.supportsMasking = true;
    this.#args = args;
    // TensorFlow.js exports no function that finds an initializer by its name
    const settings = Object.fromEntries(
      KERNEL.map((key) => [key, args[key as keyof Kernel]]),
    );
    this.#kernel = tf.layers.dense({
      units: 1,
      ...settings,
      kernelInitializer: args.kernelInitializer ?? "glorotUniform",
    }) as unknown as KernelMembers;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { numHeads, keyDim, valueDim, outputShape, attentionAxes } =
      this.#args;
    const kernel = this.#kernel.getConfig();
    return {
      ...super.getConfig(),
      ...Object.fromEntries(KERNEL.map((key) => [key, kernel[key]])),
      numHeads,
      keyDim,
      valueDim: valueDim ?? null,
      dropout: this.#args.dropout ?? 0,
      useBias: this.#args.useBias ?? true,
      outputShape: outputShape ?? null,
      attentionAxes: attentionAxes ?? null,
    } as tf.serialization.ConfigDict;
  }

  override build(inputShape: Shape | Shape[]): void {
    const [query, value = query, key = value] = shapesOf(inputShape);
    const { numHeads, keyDim } = this.#args;
    const valueDim = this.#args.valueDim ?? keyDim;
    this.#add("query", [query.at(-1)!, numHeads, keyDim], 1);
    this.#add("key", [key.at(-1)!, numHeads, keyDim], 1);
    this.#add("value", [value.at(-1)!, numHeads, valueDim], 1);
    this.#add("attention_output", [
      numHeads,
      valueDim,
      ...this.#outputDims(query),
    ], 2);
    this.built = true;
  }

  #add(part: string, shape: number[], inputs: number): void {
    const add = (name: "kernel" | "bias", shape: number[]) => {
      this.#variables[`${part}/${name}`] = this.addWeight(
        `${part}/${name}`,
        shape,
        "float32",
        this.#kernel[`${name}Initializer`] as never,
        this.#kernel[`${name}Regularizer`] as never,
        true,
        this.#kernel[`${name}Constraint`] as never,
      );
    };
    add("kernel", shape);
    if (this.#args.useBias ?? true) add("bias", shape.slice(inputs));
  }

  #outputDims(query: Shape): number[] {
    return [this.#args.outputShape ?? query.at(-1)!].flat();
  }

  /**
   * @param inputs The query, or [query, value], [query, value, key] or [query,
   * value, key, attention mask].
   */
  override apply(
    inputs: Parameters<tf.layers.Layer["apply"]>[0],
    options: AttentionOptions = {},
  ): ReturnType<tf.layers.Layer["apply"]> {
    const { value, key, ...kwargs } = options as typeof options & {
      attentionMask?: unknown;
    };
    const all = [inputs].flat() as tf.SymbolicTensor[];
    if (value) all[1] = value as tf.SymbolicTensor;
    if (key) {
      all[1] ??= all[0];
      all[2] = key as tf.SymbolicTensor;
    }
    if (kwargs.attentionMask instanceof tf.SymbolicTensor) {
      all[1] ??= all[0];
      all[2] ??= all[1];
      all[3] = kwargs.attentionMask;
      delete kwargs.attentionMask;
    }
    if (all[0] instanceof tf.SymbolicTensor) {
      this.#inModels = sameOptions(this.name, kwargs, this.#inModels);
    }
    const settled = { ...this.#inModels, ...kwargs };
    this.#returnsScores = settled.returnAttentionScores ?? false;
    return super.apply(all.length === 1 ? all[0] : all, settled as never);
  }

  /** The output and the scores, [batch, heads, query's length, key's length]. */
  callAndReturnAttentionScores(
    query: tf.Tensor | tf.SymbolicTensor,
    options: AttentionOptions = {},
  ): (tf.Tensor | tf.SymbolicTensor)[] {
    const scored = { ...options, returnAttentionScores: true };
    return this.apply(query, scored) as (tf.Tensor | tf.SymbolicTensor)[];
  }

  override call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs: Record<string, unknown>,
  ): tf.Tensor | tf.Tensor[] {
    const [query, value = query, key = value, given] = [inputs].flat();
    const masks: Masks = {
      attention: (kwargs.attentionMask as tf.Tensor | undefined) ?? given,
      causal: kwargs.useCausalMask === true,
      inputs: kwargs.mask as Masks["inputs"],
    };
    return tf.tidy(() => {
      const read = Object.entries(this.#variables)
        .map(([name, variable]) => [name, variable.read()]);
      const { output, scores } = attend({ query, value, key }, {
        weights: Object.fromEntries(read) as AttentionWeights,
        axes: this.#axes(query.rank),
        mask: combineMasks({ query, value, key }, masks),
        dropout: kwargs.training ? this.#args.dropout ?? 0 : 0,
      });
      return kwargs.returnAttentionScores ? [output, scores] : output;
    });
  }

  #axes(rank: number): number[] {
    const axes = this.#args.attentionAxes ??
      Array.from({ length: rank - 2 }, (_, i) => i + 1);
    return [axes].flat().map((axis) => axis < 0 ? axis + rank : axis);
  }

  override computeMask(
    _inputs: tf.Tensor | tf.Tensor[],
    mask?: tf.Tensor | tf.Tensor[],
  ): tf.Tensor | tf.Tensor[] {
    const own = [mask].flat()[0] as tf.Tensor;
    // The scores have none
    return this.#returnsScores ? [own, null as unknown as tf.Tensor] : own;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[] {
    const shapes = shapesOf(inputShape);
    const [query] = shapes;
    const key = shapes[2] ?? shapes[1] ?? query;
    const output = [...query.slice(0, -1), ...this.#outputDims(query)];
    if (!this.#returnsScores) return output;
    const axes = this.#axes(query.length);
    const batch = query.slice(0, -1).filter((_, axis) => !axes.includes(axis));
    const lengths = [query, key].flatMap((shape) =>
      axes.map((axis) => shape[axis])
    );
    return [output, [...batch, this.#args.numHeads, ...lengths]];
  }
}

function shapesOf(shape: Shape | Shape[]): Shape[] {
  return (Array.isArray(shape[0]) ? shape : [shape]) as Shape[];
}

/** Adds the layer to `tf.layers`, and to what loads models. */
export function addMultiHeadAttention(): void {
  tf.serialization.registerClass(MultiHeadAttention as never);
  Object.assign(tf.layers, { multiHeadAttention });
}

/**
 * Attention of several heads, as Keras has it. `layer.apply(query)` is
 * self-attention; `layer.apply(query, { value, key, useCausalMask: true })` takes
 * {@linkcode AttentionOptions}.
 *
 * @throws {RangeError} if `numHeads` or `keyDim` is no whole number from 1 on.
 */
export function multiHeadAttention(
  args: MultiHeadAttentionArgs,
): MultiHeadAttention {
  return new MultiHeadAttention(args);
}
