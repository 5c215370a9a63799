import { tf } from "../../../../lib/tensorflow/mod.ts";
import type { Draw } from "../../operation_fuzz/draw.ts";
import { type Maker, type Pool, type Step, step } from "../pool.ts";

type Layout = (draw: Draw, x: number, shape: readonly number[]) => Step;

const list = (draw: Draw, length: number, from: number, to: number) =>
  draw.list(length, () => draw.whole(from, to));

const layouts: readonly Layout[] = [
  (draw, x, shape) => {
    const order = shape.map((_, i) => i)
      .map((i) => [draw.random(), i]).sort(([a], [b]) => a - b)
      .map(([, i]) => i);
    return step("transpose", [x], [order], (x) => tf.transpose(x, order));
  },
  (draw, x, shape) => {
    const size = tf.util.sizeFromShape([...shape]);
    const sides = [1, 2, 3, 4, 6].filter((side) => size % side === 0);
    const side = draw.pick(sides);
    const to = draw.flag() ? [side, size / side] : [size / side, side, 1];
    return step("reshape", [x], [to], (x) => tf.reshape(x, to));
  },
  (draw, x, shape) => {
    const begin = shape.map((size) => draw.whole(0, size - 1));
    const size = shape.map((all, i) => draw.whole(1, all - begin[i]));
    return step("slice", [x], [begin, size], (x) => tf.slice(x, begin, size));
  },
  (draw, x, shape) => {
    const strides = shape.map(() => draw.pick([1, 2, -1]));
    const begin = shape.map((size, i) => strides[i] > 0 ? 0 : size - 1);
    const end = shape.map((size, i) => strides[i] > 0 ? size : -size - 1);
    return step(
      "stridedSlice",
      [x],
      [begin, end, strides],
      (x) => tf.stridedSlice(x, begin, end, strides),
    );
  },
  (draw, x, shape) => {
    const axes = shape.map((_, i) => i).filter(() => draw.flag());
    return step("reverse", [x], [axes], (x) => tf.reverse(x, axes));
  },
  (draw, x, shape) => {
    const reps = shape.map(() => draw.whole(1, 2));
    return step("tile", [x], [reps], (x) => tf.tile(x, reps));
  },
  (draw, x, shape) => {
    const pads = shape.map((): [number, number] => [
      draw.whole(0, 2),
      draw.whole(0, 1),
    ]);
    return step("pad", [x], [pads], (x) => tf.pad(x, pads, 1));
  },
  (draw, x, shape) => {
    const mode = draw.pick(["reflect", "symmetric"] as const);
    const most = (size: number) =>
      Math.min(2, mode === "reflect" ? size - 1 : size);
    const pads = shape.map((size): [number, number] => [
      draw.whole(0, most(size)),
      draw.whole(0, most(size)),
    ]);
    return step(
      "mirrorPad",
      [x],
      [pads, mode],
      (x) => tf.mirrorPad(x, pads, mode),
    );
  },
  (draw, x, shape) => {
    const axis = draw.whole(-shape.length - 1, shape.length);
    return step("expandDims", [x], [axis], (x) => tf.expandDims(x, axis));
  },
  (_, x) => step("squeeze", [x], [], (x) => tf.squeeze(x)),
  (draw, x, shape) => {
    const to = [draw.whole(1, 3), ...shape];
    return step("broadcastTo", [x], [to], (x) => tf.broadcastTo(x, to));
  },
  (draw, x, shape) => {
    const axis = draw.whole(-shape.length, shape.length - 1);
    const places = list(draw, draw.whole(1, 4), 0, shape.at(axis)! - 1);
    return step(
      "gather",
      [x],
      [places, axis],
      (x) => tf.gather(x, tf.tensor1d(places, "int32"), axis),
    );
  },
  (draw, x, shape) => {
    const places = draw.list(
      draw.whole(1, 3),
      () => [draw.whole(0, shape[0] - 1)],
    );
    return step(
      "gatherND",
      [x],
      [places],
      (x) => tf.gatherND(x, tf.tensor2d(places, undefined, "int32")),
    );
  },
  (draw, x, shape) => {
    const segments = list(draw, shape[0], 0, 2);
    return step(
      "unsortedSegmentSum",
      [x],
      [segments],
      (x) => tf.unsortedSegmentSum(x, tf.tensor1d(segments, "int32"), 3),
    );
  },
  (draw, x, shape) => {
    const rows = draw.list(shape[0], () => [draw.whole(0, 3)]);
    return step(
      "scatterND",
      [x],
      [rows],
      (x) =>
        tf.scatterND(tf.tensor2d(rows, undefined, "int32"), x, [
          4,
          ...shape.slice(1),
        ]),
    );
  },
  (draw, x, shape) => {
    const axis = draw.whole(0, shape.length - 1);
    return step("unstack[0] · unstack[last]", [x], [axis], (x) => {
      const parts = tf.unstack(x, axis);
      return tf.mul(parts[0], parts.at(-1)!);
    });
  },
];

const move: Maker = (draw, pool) => {
  const x = pool.pick(({ shape, dtype }) =>
    dtype === "float32" && shape.length > 0 && shape.length < 5
  );
  return x === undefined
    ? undefined
    : draw.pick(layouts)(draw, x, pool.values[x].shape);
};

const join: Maker = (draw, pool) => {
  const a = pool.pick(({ shape }) => shape.length > 0);
  if (a === undefined) return undefined;
  const b = alike(pool, a);
  const rank = pool.values[a].shape.length;
  const axis = draw.whole(0, rank - 1);
  return draw.flag()
    ? step("concat", [a, b, a], [axis], (a, b, c) => tf.concat([a, b, c], axis))
    : step("stack", [a, b], [axis], (a, b) => tf.stack([a, b], axis));
};

/** A value of the same shape and dtype. */
function alike(pool: Pool, other: number): number {
  const { shape, dtype } = pool.values[other];
  return pool.pick((value) =>
    value.dtype === dtype && value.shape.join() === shape.join()
  )!;
}

const oneHot: Maker = (draw, pool) => {
  const x = pool.pick(({ dtype }) => dtype === "int32");
  const depth = draw.whole(2, 4);
  return x === undefined
    ? undefined
    : step("oneHot", [x], [depth], (x) => tf.oneHot(x, depth));
};

export const layoutSteps: readonly Maker[] = [move, move, move, join, oneHot];
