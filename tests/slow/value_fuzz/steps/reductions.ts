import { tf } from "../../../../lib/tensorflow/mod.ts";
import { type Maker, step } from "../pool.ts";

const reductions = [
  ...["sum", "mean", "max", "min", "prod", "logSumExp"] as const,
];

const reduce: Maker = (draw, pool) => {
  const x = pool.real(1, 2, 3, 4);
  if (x === undefined) return undefined;
  const { shape } = pool.values[x];
  const name = draw.pick(reductions);
  const axes = shape.map((_, axis) => axis).filter(() => draw.flag());
  const signed = axes.map((axis) => draw.flag() ? axis : axis - shape.length);
  const kept = draw.flag();
  return step(name, [x], [signed, kept], (x) => tf[name](x, signed, kept));
};

const ofOthers: Maker = (draw, pool) => {
  const x = pool.pick(({ shape, dtype }) =>
    dtype !== "float32" && shape.length > 0
  );
  if (x === undefined) return undefined;
  const { dtype, shape } = pool.values[x];
  const name = draw.pick(
    dtype === "bool"
      ? ["any", "all"] as const
      : ["sum", "max", "min", "prod", "mean"] as const,
  );
  const axis = draw.whole(-shape.length, shape.length - 1);
  const run = tf[name] as typeof tf.sum;
  return step(`${name} of ${dtype}`, [x], [axis], (x) => run(x, axis));
};

const along: Maker = (draw, pool) => {
  const x = pool.real(1, 2, 3, 4);
  if (x === undefined) return undefined;
  const rank = pool.values[x].shape.length;
  const axis = draw.whole(-rank, rank - 1);
  // The cpu backend gives sums along negative axes no shape
  const place = axis < 0 ? axis + rank : axis;
  const [exclusive, reverse] = [draw.flag(), draw.flag()];
  const size = pool.values[x].shape.at(-1)!;
  const count = draw.whole(1, Math.max(size, 1));
  const steps = [
    () =>
      step(
        "cumsum",
        [x],
        [axis, exclusive, reverse],
        (x) => tf.cumsum(x, place, exclusive, reverse),
      ),
    () =>
      step(
        "cumprod",
        [x],
        [axis, exclusive, reverse],
        (x) => tf.cumprod(x, place, exclusive, reverse),
      ),
    () => step("argMax", [x], [axis], (x) => tf.argMax(x, axis)),
    () => step("argMin", [x], [axis], (x) => tf.argMin(x, axis)),
    () => step("softmax", [x], [], (x) => tf.softmax(x)),
    () => step("logSoftmax", [x], [], (x) => tf.logSoftmax(x)),
    () => step("topk.values", [x], [count], (x) => tf.topk(x, count).values),
    () => step("topk.indices", [x], [count], (x) => tf.topk(x, count).indices),
    () => step("norm", [x], [axis], (x) => tf.norm(x, 2, axis)),
    () =>
      step(
        "moments.variance",
        [x],
        [axis],
        (x) => tf.moments(x, axis).variance,
      ),
  ];
  return draw.pick(steps)();
};

export const reductionSteps: readonly Maker[] = [
  reduce,
  reduce,
  along,
  along,
  ofOthers,
];
