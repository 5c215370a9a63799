import { tf } from "../../../lib/tensorflow/mod.ts";
import { dataBehaviours } from "./data_behaviours.ts";
import { count, type Data, elements, requireEqual } from "./data_sets.ts";
import type { Spec } from "./spec.ts";

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

export const dataSpecs: readonly Spec[] = [
  ...rows.map(([name, data, expected]): Spec => ({
    name: `data: ${name}`,
    run: async () => requireEqual(await elements(await data()), expected),
  })),
  ...dataBehaviours,
];
