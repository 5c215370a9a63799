/** Attention between what the layer gets, without projections. @module */
import { tf } from "../../tfjs.ts";
import { combineMasks, masksOf } from "./attend.ts";
import { AttentionLayer, type Shape, shapesOf } from "./layer.ts";
import type { AdditiveAttentionArgs, DotAttentionArgs } from "./options.ts";

abstract class PlainAttention extends AttentionLayer {
  readonly #dropout: number;

  constructor({ dropout = 0, ...args }: AdditiveAttentionArgs) {
    super(args);
    this.supportsMasking = true;
    this.#dropout = dropout;
  }

  /** [batch, query's length, key's length]. */
  protected abstract scores(query: tf.Tensor, key: tf.Tensor): tf.Tensor;

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), dropout: this.#dropout };
  }

  override call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs: Record<string, unknown>,
  ): tf.Tensor | tf.Tensor[] {
    const [query, value = query, key = value] = [inputs].flat();
    const all = masksOf(inputs, kwargs);
    const [own, ofValue = null] = [all.inputs ?? []].flat();
    return tf.tidy(() => {
      const products = this.scores(query, key);
      const mask = combineMasks({ query, value, key }, {
        ...all,
        inputs: ofValue && [null, ofValue],
      });
      const scores = (mask ? hide(products, mask) : products).softmax();
      const kept = kwargs.training && this.#dropout > 0
        ? tf.dropout(scores, this.#dropout)
        : scores;
      const found = tf.matMul(kept, value);
      const output = own
        ? found.mul(own.cast("float32").expandDims(-1))
        : found;
      return kwargs.returnAttentionScores ? [output, scores] : output;
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[] {
    const [query, value = query, key = value] = shapesOf(inputShape);
    const output = [...query.slice(0, -1), value.at(-1)!];
    return this.returnsScores
      ? [output, [...query.slice(0, -1), key.at(-2)!]]
      : output;
  }
}

/** The products with those that are masked far below the others, as in Keras. */
function hide(products: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  return products.sub(tf.sub(1, mask.cast("float32")).mul(1e9));
}

/** Sums of a query's and a key's features, [batch, queries, keys, features]. */
function sums(query: tf.Tensor, key: tf.Tensor): tf.Tensor {
  return query.expandDims(-2).add(key.expandDims(-3));
}

/** Luong et al. 2015. */
class DotAttention extends PlainAttention {
  /** @nocollapse */
  static className = "Attention";
  readonly #options: { useScale: boolean; scoreMode: "dot" | "concat" };
  #scale: tf.LayerVariable | undefined;
  #concat: tf.LayerVariable | undefined;

  constructor(args: DotAttentionArgs = {}) {
    const { useScale = false, scoreMode = "dot" } = args;
    super(args);
    this.#options = { useScale, scoreMode };
    if (scoreMode === "dot" || scoreMode === "concat") return;
    throw new RangeError(
      `Cannot make layer "${this.name}": scoreMode must be "dot" or "concat": current value is ${scoreMode}`,
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options };
  }

  override build(): void {
    const add = (name: string) =>
      this.addWeight(name, [], "float32", tf.initializers.ones() as never);
    if (this.#options.useScale) this.#scale = add("scale");
    if (this.#options.scoreMode === "concat") {
      this.#concat = add("concat_score_weight");
    }
    this.built = true;
  }

  protected override scores(query: tf.Tensor, key: tf.Tensor): tf.Tensor {
    const scaled = (x: tf.Tensor) =>
      this.#scale ? x.mul(this.#scale.read()) : x;
    return this.#concat
      ? scaled(sums(query, key)).tanh().sum(-1).mul(this.#concat.read())
      : scaled(tf.matMul(query, key, false, true));
  }
}

/** Bahdanau et al. 2015. */
class AdditiveAttention extends PlainAttention {
  /** @nocollapse */
  static className = "AdditiveAttention";
  readonly #useScale: boolean;
  #scale: tf.LayerVariable | undefined;

  constructor(args: AdditiveAttentionArgs = {}) {
    super(args);
    this.#useScale = args.useScale ?? true;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), useScale: this.#useScale };
  }

  override build(inputShape: Shape | Shape[]): void {
    const [query] = shapesOf(inputShape);
    if (this.#useScale) {
      const initializer = tf.initializers.glorotUniform({});
      const shape = [query.at(-1)!];
      this.#scale = this.addWeight(
        "scale",
        shape,
        "float32",
        initializer as never,
      );
    }
    this.built = true;
  }

  protected override scores(query: tf.Tensor, key: tf.Tensor): tf.Tensor {
    const x = sums(query, key).tanh();
    return (this.#scale ? x.mul(this.#scale.read()) : x).sum(-1);
  }
}

/** Attention by products: `apply([query, value])` or `apply([query, value, key])`. */
export function attention(args?: DotAttentionArgs): AttentionLayer {
  return new DotAttention(args);
}

/** Attention by sums: `apply([query, value])` or `apply([query, value, key])`. */
export function additiveAttention(
  args?: AdditiveAttentionArgs,
): AttentionLayer {
  return new AdditiveAttention(args);
}

/** The classes, for loading models. */
export const classes: readonly unknown[] = [DotAttention, AdditiveAttention];
