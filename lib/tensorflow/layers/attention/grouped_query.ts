import { tf } from "../../tfjs.ts";
import { attend, combineMasks, masksOf, project } from "./attend.ts";
import { type AttentionLayer, type Shape, shapesOf } from "./layer.ts";
import type { GroupQueryAttentionArgs } from "./options.ts";
import { ProjectedAttention, requireSizes } from "./projections.ts";

/** Attention whose keys and values have fewer heads (Ainslie et al. 2023). */
class GroupQueryAttention extends ProjectedAttention {
  /** @nocollapse */
  static className = "GroupQueryAttention";
  readonly #args: GroupQueryAttentionArgs;

  constructor(args: GroupQueryAttentionArgs) {
    super(args);
    const sizes = ["headDim", "numQueryHeads", "numKeyValueHeads"] as const;
    requireSizes(this.name, args, sizes);
    this.#args = args;
    const { numQueryHeads, numKeyValueHeads } = args;
    if (numQueryHeads % numKeyValueHeads === 0) return;
    throw new RangeError(
      `Cannot make layer "${this.name}": numKeyValueHeads must divide the ${numQueryHeads} of numQueryHeads: current value is ${numKeyValueHeads}`,
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { headDim, numQueryHeads, numKeyValueHeads } = this.#args;
    return {
      ...super.getConfig(),
      headDim,
      numQueryHeads,
      numKeyValueHeads,
      dropout: this.#args.dropout ?? 0,
      slidingWindow: this.#args.slidingWindow ?? null,
      useGate: this.#args.useGate ?? false,
    };
  }

  override build(inputShape: Shape | Shape[]): void {
    const [query, value = query, key = value] = shapesOf(inputShape);
    const { headDim, numQueryHeads, numKeyValueHeads, useGate } = this.#args;
    const heads = [numQueryHeads, headDim];
    const shared = [numKeyValueHeads, headDim];
    this.addProjection("query", [query.at(-1)!, ...heads], 1);
    this.addProjection("key", [key.at(-1)!, ...shared], 1);
    if (useGate) this.addProjection("gate", [query.at(-1)!, ...heads], 1);
    this.addProjection("value", [value.at(-1)!, ...shared], 1);
    this.addProjection("attention_output", [...heads, query.at(-1)!], 2);
    this.built = true;
  }

  override call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs: Record<string, unknown>,
  ): tf.Tensor | tf.Tensor[] {
    const [query, value = query, key = value] = [inputs].flat();
    const { useGate, slidingWindow: window, dropout = 0 } = this.#args;
    return tf.tidy(() => {
      const weights = this.readProjections();
      const masks = { ...masksOf(inputs, kwargs), window };
      const { output, scores } = attend({ query, value, key }, {
        weights: { ...weights, ...this.#repeated(weights) },
        axes: [1],
        mask: combineMasks({ query, value, key }, masks),
        dropout: kwargs.training ? dropout : 0,
        gate: useGate
          ? project(query, "gate", weights, 1).sigmoid()
          : undefined,
      });
      return kwargs.returnAttentionScores ? [output, scores] : output;
    });
  }

  /** The keys' and values' weights, once for each head of the queries. */
  #repeated(
    weights: Readonly<Record<string, tf.Tensor>>,
  ): Record<string, tf.Tensor> {
    const { numQueryHeads, numKeyValueHeads } = this.#args;
    const times = numQueryHeads / numKeyValueHeads;
    const heads = Array.from(
      { length: numQueryHeads },
      (_, head) => Math.floor(head / times),
    );
    const shared = Object.entries(weights)
      .filter(([name]) => /^(key|value)\//.test(name));
    return Object.fromEntries(shared.map(([name, weight]) => [
      name,
      weight.gather(tf.tensor1d(heads, "int32"), weight.rank - 2),
    ]));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[] {
    const shapes = shapesOf(inputShape);
    const [query] = shapes;
    if (!this.returnsScores) return query;
    const key = shapes[2] ?? shapes[1] ?? query;
    return [query, [query[0], this.#args.numQueryHeads, query[1], key[1]]];
  }
}

/**
 * Attention whose heads share keys and values. It is called as `multiHeadAttention()`
 * is, with sequences: [batch, steps, features].
 *
 * @throws {RangeError} if an option is no whole number from 1 on, or the heads can't be
 * shared.
 */
export function groupQueryAttention(
  args: GroupQueryAttentionArgs,
): AttentionLayer {
  return new GroupQueryAttention(args);
}

/** The classes, for loading models. */
export const classes: readonly unknown[] = [GroupQueryAttention];
