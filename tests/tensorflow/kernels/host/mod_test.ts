import { assert, assertEquals } from "@std/assert";
import { backend, inTensorFlow, tf } from "../../../support/tensorflow.ts";
import { withEngine } from "../../ops/with_engine.ts";

type Dtype = "float32" | "int32" | "bool";
type Run = () => tf.TensorInfo | tf.TensorInfo[];

/** Numbers at which IEEE 754 and two's complement have their edges. */
const edges: Readonly<Record<Dtype, readonly number[]>> = {
  float32: [
    ...[0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, 6, 2 ** 24 + 2, 2 ** 31, -(2 ** 31)],
    ...[NaN, Infinity, -Infinity, 3.4028234663852886e38, 2 ** -126, 2 ** -149],
    ...[-(2 ** -130), 2 ** -126 * 1.5, 2 ** -64, 2 ** 100, 1 / 3, -2 / 3],
  ],
  int32: [0, 1, -1, 2, 7, -7, 2 ** 31 - 1, -(2 ** 31), 65536, -65537, 46341],
  bool: [0, 1],
};

const numbers = ["float32", "int32"] as const;
const all = ["float32", "int32", "bool"] as const;
const arithmetic = {
  Add: all,
  Sub: all,
  Multiply: all,
  RealDiv: ["float32"],
  SquaredDifference: all,
  Maximum: numbers,
  Minimum: numbers,
  Equal: all,
  NotEqual: all,
  Greater: all,
  GreaterEqual: all,
  Less: all,
  LessEqual: all,
  LogicalAnd: ["bool"],
  LogicalOr: ["bool"],
} satisfies Record<string, readonly Dtype[]>;
const unary = {
  Abs: all,
  Neg: all,
  Square: all,
  Sqrt: ["float32"],
  Relu: all,
  Relu6: all,
  Floor: ["float32"],
  Ceil: ["float32"],
  Tanh: ["float32"],
  LogicalNot: ["bool"],
  ZerosLike: all,
  OnesLike: all,
} satisfies Record<string, readonly Dtype[]>;

const pick = <Item>(items: readonly Item[]): Item =>
  items[Math.floor(Math.random() * items.length)];
const whole = (from: number, to: number) =>
  from + Math.floor(Math.random() * (to - from + 1));
const shapeOf = (rank = whole(0, 4)) =>
  Array.from({ length: rank }, () => whole(1, 4));

/** A tensor of ordinary numbers or, one time in two, of many edges too. */
function random(shape: number[], dtype: Dtype): tf.Tensor {
  const share = pick([0, 0.02, 0.3]);
  const values = Array.from({ length: tf.util.sizeFromShape(shape) }, () => {
    if (Math.random() < share) return pick(edges[dtype]);
    if (dtype === "bool") return whole(0, 1);
    if (dtype === "int32") return whole(-50, 50);
    return (Math.random() - 0.5) * 10 ** whole(-3, 3);
  });
  return tf.tensor(values, shape, dtype);
}

/** A shape that broadcasts with another. */
const beside = (shape: number[]) =>
  shape.map((size) => pick([size, size, 1])).slice(whole(0, shape.length));

/** One call of each kernel, with its arguments chosen at random. */
function* calls(): Generator<[name: string, run: Run]> {
  const kernel = (
    name: string,
    inputs: Record<string, tf.Tensor> | tf.Tensor[],
    attrs: tf.NamedAttrMap = {},
  ): [string, Run] => [
    name,
    () => tf.engine().runKernel(name, inputs as tf.NamedTensorMap, attrs),
  ];
  for (const [name, dtypes] of Object.entries(arithmetic)) {
    const [dtype, shape] = [pick<Dtype>(dtypes), shapeOf()];
    const pair = [random(shape, dtype), random(beside(shape), dtype)];
    const [a, b] = pick([pair, pair.toReversed()]);
    yield kernel(name, { a, b });
  }
  for (const [name, dtypes] of Object.entries(unary)) {
    yield kernel(name, { x: random(shapeOf(), pick<Dtype>(dtypes)) });
  }
  const x = random(shapeOf(whole(1, 4)), pick(all));
  const axis = whole(0, x.rank - 1);
  const length = x.shape[axis];
  yield kernel("Cast", { x }, {
    dtype: pick(all.filter((dtype) => dtype !== x.dtype)),
  });
  yield kernel("ClipByValue", { x: random(x.shape, "float32") }, {
    clipValueMin: pick([0, -0, -1, -Infinity]),
    clipValueMax: pick([0, 1, 6, Infinity]),
  });
  yield kernel("Select", {
    condition: random(x.shape, "bool"),
    t: x,
    e: random(x.shape, x.dtype as Dtype),
  });
  const begin = x.shape.map((size) => whole(0, size - 1));
  yield kernel("Slice", { x }, {
    begin,
    size: begin.map((from, each) => pick([-1, whole(1, x.shape[each] - from)])),
  });
  const parts = Array.from({ length }, () => 1);
  yield kernel("SplitV", { x }, {
    numOrSizeSplits: pick([length, parts, [length], [1, -1].slice(-length)]),
    axis: pick([axis, axis - x.rank]),
  });
  yield kernel("Unpack", { value: x }, { axis });
  yield kernel("Transpose", { x }, {
    perm: x.shape.map((_, each) => (each + axis) % x.rank),
  });
  yield kernel("Tile", { x }, { reps: x.shape.map(() => whole(1, 2)) });
  const others = Array.from(
    { length: whole(1, 2) },
    () => random(x.shape.with(axis, whole(1, 3)), x.dtype as Dtype),
  );
  yield kernel("Concat", [x, ...others], { axis });
  yield kernel("Pack", [x, random(x.shape, x.dtype as Dtype)], {
    axis: whole(-x.rank - 1, x.rank),
  });
  const indices = shapeOf(whole(0, 2));
  const at = Array.from(
    { length: tf.util.sizeFromShape(indices) },
    () => whole(0, length - 1),
  );
  yield kernel("GatherV2", { x, indices: tf.tensor(at, indices, "int32") }, {
    axis,
    batchDims: 0,
  });
}

interface Outcome {
  readonly text: string;
  readonly onHost: boolean;
}

function outcome(run: Run): Outcome {
  let results: tf.Tensor[];
  try {
    results = [run()].flat() as tf.Tensor[];
  } catch (error) {
    return { text: String(error), onHost: false };
  }
  const onHost = results.every(({ dataId }) => backend.dataOf(dataId).isOwn);
  const text = results.map((one) => {
    // -0 and 0 are two values, whatever bits NaN has
    const values = Array.from(
      one.dataSync(),
      (value) => Object.is(value, -0) ? "-0" : String(value),
    );
    return `${one.dtype} [${one.shape}] ${values}`;
  });
  return { text: text.join("; "), onHost };
}

Deno.test("operations on few values give in JavaScript what TensorFlow gives, to the bit", () =>
  withEngine(() => {
    const seen = new Map<string, number>();
    const rounds = Number(Deno.args[0] ?? 150);
    for (let round = 0; round < rounds; round++) {
      tf.tidy(() => {
        for (const [name, run] of calls()) {
          const here = outcome(run);
          const there = inTensorFlow(() => outcome(run));
          assertEquals(here.text, there.text, name);
          assert(!there.onHost, name);
          seen.set(name, (seen.get(name) ?? 0) + Number(here.onHost));
        }
      });
    }
    for (const [name, count] of seen) {
      assert(count > rounds / 4, `${name} was left to TensorFlow: ${count}`);
    }
  }));
