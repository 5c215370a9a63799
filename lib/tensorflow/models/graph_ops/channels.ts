import { tf } from "../../tfjs.ts";
import type { Compute, GraphNode } from "./node.ts";

/** Attributes that have one number, or two, for each axis. */
const PER_AXIS = ["strides", "ksize", "dilations", "explicit_paddings"];

/** Whether the channels come before the height. */
export const isChannelsFirst = ({ attrs }: GraphNode): boolean =>
  ["nchw", "ncdhw"].includes(attrs.data_format as string);

/** The operation on channels last, for images with channels first, too. */
export function eitherWay(compute: Compute): Compute {
  return (node) => {
    if (!isChannelsFirst(node)) return compute(node);
    const [x, ...rest] = node.inputs;
    const axes = x.shape.map((_, i) => i);
    const order = [0, ...axes.slice(2), 1];
    const attrs = { ...node.attrs };
    for (const name of PER_AXIS) {
      const numbers = attrs[name] as number[] | undefined;
      if (!numbers?.length) continue;
      const count = numbers.length / axes.length;
      attrs[name] = order.flatMap((axis) =>
        numbers.slice(count * axis, count * (axis + 1))
      );
    }
    const inputs = [tf.transpose(x, order), ...rest];
    const results = [compute({ ...node, inputs, attrs })].flat();
    const back = [0, axes.length - 1, ...axes.slice(1, -1)];
    return results.map((y) => y.rank === x.rank ? tf.transpose(y, back) : y);
  };
}

/** The numbers for the axes between batch and channels. */
export function inner(
  { attrs, inputs: [x] }: GraphNode,
  name: string,
): [number, number] {
  const numbers = attrs[name] as number[] | undefined;
  return (numbers ?? x.shape.map(() => 1)).slice(1, -1) as [number, number];
}

/** The padding; TensorFlow.js's types leave pixels out for some operations. */
export function padding({ attrs }: GraphNode): "same" {
  const kind = attrs.padding as string;
  if (kind !== "explicit") return kind as "same";
  const pixels = attrs.explicit_paddings as number[];
  return [0, 2, 4, 6].map((i) => pixels.slice(i, i + 2)) as never;
}
