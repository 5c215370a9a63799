import { tf } from "../../../lib/tensorflow/mod.ts";
import type { Spec } from "./spec.ts";

type Data = tf.data.Dataset<tf.TensorContainer>;

/** Numbers from 0 on. */
const count = (size: number): Data =>
  tf.data.array(Array.from({ length: size }, (_, i) => i));

/** A data set's elements, read and freed. */
async function elements(data: Data): Promise<unknown[]> {
  const list = await data.toArray();
  const values = list.map(plain);
  tf.dispose(list);
  return values;
}

function plain(value: unknown): unknown {
  if (value instanceof tf.Tensor) return value.arraySync();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, plain(one)]),
  );
}

const rows: readonly (readonly [
  name: string,
  data: () => Data | Promise<Data>,
  expected: unknown[],
])[] = [
  ["array", () => count(3), [0, 1, 2]],
  ["array of objects", () => tf.data.array([{ a: 1, b: "x" }]), [{
    a: 1,
    b: "x",
  }]],
  ["generator", () =>
    tf.data.generator(function* () {
      yield 1;
      yield 2;
    }), [1, 2]],
  ["batch", () => count(5).batch(2), [[0, 1], [2, 3], [4]]],
  ["batch, the last one left out", () => count(5).batch(2, false), [[0, 1], [
    2,
    3,
  ]]],
  [
    "batch of objects with tensors",
    () =>
      tf.data.array([1, 2]).map((n) => ({
        x: tf.tensor1d([n as number, 0]),
        n,
      })).batch(2),
    [
      { x: [[1, 0], [2, 0]], n: [1, 2] },
    ],
  ],
  [
    "columnMajorBatch of arrays",
    () => tf.data.array([[1, 2], [3, 4]]).batch(2),
    [
      [[1, 2], [3, 4]],
    ],
  ],
  ["filter", () => count(5).filter((n) => n as unknown as number % 2 === 0), [
    0,
    2,
    4,
  ]],
  ["map", () => count(3).map((n) => (n as number) * 2), [0, 2, 4]],
  [
    "map with tensors",
    () => count(2).map((n) => tf.tidy(() => tf.scalar(n as number).add(1))),
    [1, 2],
  ],
  [
    "mapAsync",
    () => count(2).mapAsync((n) => Promise.resolve((n as number) + 5)),
    [5, 6],
  ],
  ["take", () => count(5).take(2), [0, 1]],
  ["take of all", () => count(2).take(-1), [0, 1]],
  ["skip", () => count(4).skip(2), [2, 3]],
  ["skip of all", () => count(2).skip(9), []],
  ["repeat", () => count(2).repeat(3), [0, 1, 0, 1, 0, 1]],
  ["concatenate", () => count(2).concatenate(count(1)), [0, 1, 0]],
  ["prefetch", () => count(3).prefetch(2), [0, 1, 2]],
  ["zip of arrays", () => tf.data.zip([count(3), count(2)]), [[0, 0], [1, 1]]],
  [
    "zip of objects",
    () => tf.data.zip({ a: count(1), b: count(1).map(() => "y") }),
    [
      { a: 0, b: "y" },
    ],
  ],
  [
    "batches, mapped and taken",
    () =>
      count(6).batch(2).map((x) => tf.tidy(() => (x as tf.Tensor).sum())).take(
        2,
      ),
    [1, 5],
  ],
];

/** @throws {Error} if two values differ. */
function requireEqual(actual: unknown, expected: unknown): void {
  const [a, b] = [actual, expected].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`${a} instead of ${b}`);
}

const behaviours: readonly Spec[] = [
  {
    name: "data: shuffle keeps every element, in another order",
    run: async () => {
      const list = await elements(count(40).shuffle(40, "1"));
      requireEqual(
        [...list as number[]].sort((a, b) => a - b),
        await elements(count(40)),
      );
      if (JSON.stringify(list) === JSON.stringify(await elements(count(40)))) {
        throw new Error("the order is the same");
      }
    },
  },
  {
    name: "data: size is known through every operation that keeps it known",
    run: () => {
      requireEqual([
        count(5).size,
        count(5).batch(2).size,
        count(5).batch(2, false).size,
        count(5).repeat(2).size,
        count(5).repeat().size === Infinity,
        count(5).take(9).size,
        count(5).skip(2).size,
        count(5).concatenate(count(2)).size,
        tf.data.zip([count(5), count(3)]).size,
        count(5).filter(() => true).size,
      ], [5, 3, 2, 10, true, 5, 3, 7, 3, null]);
      return Promise.resolve();
    },
  },
  {
    name: "data: forEachAsync and iterators give each element once, and again",
    run: async () => {
      const seen: unknown[] = [];
      const data = count(3);
      await data.forEachAsync((n) => seen.push(n));
      const iterator = await data.iterator();
      for (
        let next = await iterator.next();
        !next.done;
        next = await iterator.next()
      ) {
        seen.push(next.value);
      }
      requireEqual(seen, [0, 1, 2, 0, 1, 2]);
    },
  },
  {
    name: "data: a mapped tensor that is taken on is not freed",
    run: async () => {
      const data = count(2).map((n) => tf.scalar(n as number))
        .map((x) => [x, tf.add(x as tf.Tensor, 1)] as tf.TensorContainer);
      requireEqual(await elements(data), [[0, 1], [1, 2]]);
    },
  },
  {
    name: "data: fitDataset() trains on batches of a data set, and evaluates",
    run: async () => {
      const model = tf.sequential({
        layers: [tf.layers.dense({
          units: 1,
          inputShape: [1],
          kernelInitializer: "zeros",
        })],
      });
      const optimizer = tf.train.sgd(0.1);
      model.compile({ optimizer, loss: "meanSquaredError" });
      const data = count(8).map((n) => ({
        xs: [(n as number) / 8],
        ys: [(n as number) / 4],
      })).batch(4) as tf.data.Dataset<tf.TensorContainer>;
      const { history } = await model.fitDataset(data as never, {
        epochs: 40,
        verbose: 0,
      });
      const losses = history.loss as number[];
      if (!(losses.at(-1)! < losses[0] / 20)) {
        throw new Error(`losses ${losses}`);
      }
      const loss = await model.evaluateDataset(data as never, {}) as tf.Scalar;
      if (!(loss.dataSync()[0] < losses[0] / 20)) throw new Error("evaluation");
      loss.dispose();
      model.dispose();
      optimizer.dispose();
    },
  },
];

export const dataSpecs: readonly Spec[] = [
  ...rows.map(([name, data, expected]): Spec => ({
    name: `data: ${name}`,
    run: async () => requireEqual(await elements(await data()), expected),
  })),
  ...behaviours,
];
