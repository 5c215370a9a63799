import { tf } from "../../tfjs.ts";
import { attend, combineMasks, masksOf } from "./attend.ts";
import { type Shape, shapesOf } from "./layer.ts";
import type { MultiHeadAttentionArgs } from "./options.ts";
import { ProjectedAttention, requireSizes } from "./projections.ts";

/** Attention of several heads (Vaswani et al. 2017), as Keras has it. */
export class MultiHeadAttention extends ProjectedAttention {
  /** @nocollapse */
  static className = "MultiHeadAttention";
  readonly #args: MultiHeadAttentionArgs;

  constructor(args: MultiHeadAttentionArgs) {
    super(args);
    requireSizes(this.name, args, ["numHeads", "keyDim"]);
    this.#args = args;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { numHeads, keyDim, valueDim, outputShape, attentionAxes } =
      this.#args;
    return {
      ...super.getConfig(),
      numHeads,
      keyDim,
      valueDim: valueDim ?? null,
      dropout: this.#args.dropout ?? 0,
      outputShape: outputShape ?? null,
      attentionAxes: attentionAxes ?? null,
    } as tf.serialization.ConfigDict;
  }

  override build(inputShape: Shape | Shape[]): void {
    const [query, value = query, key = value] = shapesOf(inputShape);
    const { numHeads, keyDim } = this.#args;
    const valueDim = this.#args.valueDim ?? keyDim;
    const output = [numHeads, valueDim, ...this.#outputDims(query)];
    this.addProjection("query", [query.at(-1)!, numHeads, keyDim], 1);
    this.addProjection("key", [key.at(-1)!, numHeads, keyDim], 1);
    this.addProjection("value", [value.at(-1)!, numHeads, valueDim], 1);
    this.addProjection("attention_output", output, 2);
    this.built = true;
  }

  #outputDims(query: Shape): number[] {
    return [this.#args.outputShape ?? query.at(-1)!].flat();
  }

  override call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs: Record<string, unknown>,
  ): tf.Tensor | tf.Tensor[] {
    const [query, value = query, key = value] = [inputs].flat();
    return tf.tidy(() => {
      const { output, scores } = attend({ query, value, key }, {
        weights: this.readProjections(),
        axes: this.#axes(query.rank),
        mask: combineMasks({ query, value, key }, masksOf(inputs, kwargs)),
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

  override computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[] {
    const shapes = shapesOf(inputShape);
    const [query] = shapes;
    const key = shapes[2] ?? shapes[1] ?? query;
    const output = [...query.slice(0, -1), ...this.#outputDims(query)];
    if (!this.returnsScores) return output;
    const axes = this.#axes(query.length);
    const batch = query.slice(0, -1).filter((_, axis) => !axes.includes(axis));
    const lengths = [query, key].flatMap((shape) =>
      axes.map((axis) => shape[axis])
    );
    return [output, [...batch, this.#args.numHeads, ...lengths]];
  }
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

/** The classes, for loading models. */
export const classes: readonly unknown[] = [MultiHeadAttention];
