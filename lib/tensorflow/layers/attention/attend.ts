/** The computation of multi-head attention. @module */
import { tf } from "../../tfjs.ts";

/** By "query/kernel", "query/bias", "key/kernel", … "attention_output/bias". */
export type AttentionWeights = Readonly<Record<string, tf.Tensor>>;

/** The tensors that attend, and to which. */
interface Inputs {
  readonly query: tf.Tensor;
  readonly value: tf.Tensor;
  readonly key: tf.Tensor;
}

/** All that hides keys from queries. */
export interface Masks {
  readonly attention: tf.Tensor | undefined;
  readonly causal: boolean;
  /** Of the query, the value and the key; one alone is the query's. */
  readonly inputs: tf.Tensor | (tf.Tensor | null)[] | null | undefined;
  /** How far queries attend, at most; in both directions. */
  readonly window?: number | null;
}

/** The masks that a layer's call is given. */
export function masksOf(
  inputs: tf.Tensor | tf.Tensor[],
  kwargs: Readonly<Record<string, unknown>>,
): Masks {
  const given = [inputs].flat()[3];
  return {
    attention: (kwargs.attentionMask as tf.Tensor | undefined) ?? given,
    causal: kwargs.useCausalMask === true,
    inputs: kwargs.mask as Masks["inputs"],
  };
}

/** How to attend. */
interface Attention {
  readonly weights: AttentionWeights;
  /** The axes that attend. */
  readonly axes: readonly number[];
  readonly mask: tf.Tensor | undefined;
  readonly dropout: number;
  /** What the heads' results are multiplied by: [batch, axes, heads, size]. */
  readonly gate?: tf.Tensor;
}

/** The output, and the scores: [batch, heads, query's axes, key's axes]. */
export function attend(
  { query, value, key }: Inputs,
  { weights, axes, mask, dropout, gate }: Attention,
): { output: tf.Tensor; scores: tf.Tensor } {
  const rank = query.rank;
  const batch = query.shape.map((_, axis) => axis)
    .filter((axis) => axis < rank - 1 && !axes.includes(axis));
  // [batch, axes, heads, size] → [batch · heads, axes, size]
  const order = [...batch, rank - 1, ...axes, rank];
  const split = (x: tf.Tensor, part: string) => {
    const projected = project(x, part, weights, 1).transpose(order);
    const size = projected.shape.at(-1)!;
    const length = product(axes.map((axis) => x.shape[axis]!));
    return projected.reshape([-1, length, size]) as tf.Tensor3D;
  };
  const [q, k, v] = [
    split(query, "query"),
    split(key, "key"),
    split(value, "value"),
  ];
  const heads = weights["query/kernel"].shape[1]!;
  const outer = [...batch.map((axis) => query.shape[axis]!), heads];
  const lengths = [query, key].flatMap(({ shape }) =>
    axes.map((axis) => shape[axis]!)
  );
  const products = tf.matMul(
    q.mul(1 / Math.sqrt(q.shape[2])) as tf.Tensor3D,
    k,
    false,
    true,
  );
  const scores = hide(products.reshape([...outer, ...lengths]), mask, axes)
    .reshape(products.shape).softmax() as tf.Tensor3D;
  const kept = dropout > 0
    ? tf.dropout(scores, dropout) as tf.Tensor3D
    : scores;
  const found = tf.matMul(kept, v)
    .reshape([...outer, ...lengths.slice(0, axes.length), v.shape[2]])
    .transpose(order.map((_, axis) => order.indexOf(axis)));
  return {
    output: project(
      gate ? found.mul(gate) : found,
      "attention_output",
      weights,
      2,
    ),
    scores: scores.reshape([...outer, ...lengths]),
  };
}

/** A product over the last `inputs` axes, and the bias. */
export function project(
  x: tf.Tensor,
  part: string,
  weights: AttentionWeights,
  inputs: number,
): tf.Tensor {
  const kernel = weights[`${part}/kernel`];
  const bias = weights[`${part}/bias`];
  const size = product(kernel.shape.slice(0, inputs));
  const projected = x.reshape([-1, size]).matMul(kernel.reshape([size, -1]))
    .reshape([...x.shape.slice(0, -inputs), ...kernel.shape.slice(inputs)]);
  return bias ? projected.add(bias) : projected;
}

/** The products with those that are masked far below the others, as in Keras. */
function hide(
  products: tf.Tensor,
  mask: tf.Tensor | undefined,
  axes: readonly number[],
): tf.Tensor {
  if (!mask) return products;
  const lengths = 2 * axes.length;
  const outer = mask.shape.slice(0, mask.rank - lengths);
  const heads = Array(products.rank - mask.rank).fill(1);
  const shape = [...outer, ...heads, ...mask.shape.slice(mask.rank - lengths)];
  return products.add(
    tf.sub(1, mask.cast("float32")).mul(-1e9).reshape(shape),
  );
}

/** Nonzero where a query may attend: [batch, query's length, key's length]. */
export function combineMasks(
  { query, value, key }: Inputs,
  { attention, causal, inputs, window }: Masks,
): tf.Tensor | undefined {
  const given = Array.isArray(inputs) ? inputs : [inputs];
  const self = given.length === 1 && value === query ? given[0] : undefined;
  const [queryMask, valueMask = self, keyMask] = given;
  const masks = [
    queryMask?.expandDims(2),
    valueMask?.expandDims(1),
    key === value ? undefined : keyMask?.expandDims(1),
    causal ? band(query, value, Infinity, 0) : undefined,
    window ? band(query, value, window - 1, window - 1) : undefined,
    attention,
  ].filter((mask) => mask !== undefined).map((mask) => mask.cast("bool"));
  return masks.length > 0
    ? masks.reduce((all, mask) => all.logicalAnd(mask))
    : undefined;
}

/** [1, queries, keys]: which keys are at most so far before and after a query. */
function band(
  query: tf.Tensor,
  value: tf.Tensor,
  before: number,
  after: number,
): tf.Tensor {
  const row = tf.range(0, query.shape[1]!).expandDims(1);
  const distance = row.sub(tf.range(0, value.shape[1]!).expandDims(0));
  const near = distance.greaterEqual(-after);
  return (before === Infinity
    ? near
    : near.logicalAnd(distance.lessEqual(before))).expandDims(0);
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}
