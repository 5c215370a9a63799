import { tf } from "../../../tfjs.ts";
import type { Shape } from "../layer.ts";

/** What a layer makes of whole numbers from 0 to below its depth. */
export type OutputMode = "int" | "oneHot" | "multiHot" | "count";

/** The number, one-hot, or which numbers an example has, or how often. */
export function encode(x: tf.Tensor, mode: string, depth: number): tf.Tensor {
  if (mode === "int") return x.cast("int32");
  const column = x.rank > 1 && x.shape.at(-1) === 1;
  if (mode === "oneHot") {
    return tf.oneHot((column ? x.squeeze([-1]) : x).toInt(), depth).toFloat();
  }
  const counts = tf.oneHot(x.toInt(), depth).toFloat().sum(1);
  return mode === "count" ? counts : counts.minimum(1);
}

/** The shape that {@linkcode encode} returns. */
export function encodedShape(
  shape: Shape,
  mode: string,
  depth: number,
): Shape {
  if (mode === "int") return shape;
  if (mode === "oneHot") {
    const isColumn = shape.length > 1 && shape.at(-1) === 1;
    return [...(isColumn ? shape.slice(0, -1) : shape), depth];
  }
  return [shape[0], ...shape.slice(2), depth];
}
