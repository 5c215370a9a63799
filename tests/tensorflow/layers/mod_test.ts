import { assertEquals } from "@std/assert";
import { layers } from "../../../lib/tensorflow/mod.ts";
import {
  assertCloseTensor,
  assertNothingLeaks,
  tf,
} from "../../support/tensorflow.ts";

const conv = { filters: 3, kernelSize: 3, padding: "same" } as const;
const relu = { ...conv, activation: "relu" } as const;

/** Each fused layer beside the stock one, with the shape of a batch. */
const cases: [
  name: string,
  fused: () => tf.layers.Layer,
  stock: () => tf.layers.Layer,
  shape: number[],
][] = [
  ["conv2d", () => layers.conv2d(relu), () => tf.layers.conv2d(relu), [
    2,
    5,
    5,
    2,
  ]],
  [
    "conv2d without bias",
    () => layers.conv2d({ ...conv, useBias: false }),
    () => tf.layers.conv2d({ ...conv, useBias: false }),
    [2, 5, 5, 2],
  ],
  [
    "dense",
    () => layers.dense({ units: 3 }),
    () => tf.layers.dense({ units: 3 }),
    [4, 5],
  ],
  ["reLU", () => layers.reLU(), () => tf.layers.reLU(), [4, 5]],
  [
    "reLU with a maximum",
    () => layers.reLU({ maxValue: 0.5 }),
    () => tf.layers.reLU({ maxValue: 0.5 }),
    [4, 5],
  ],
  [
    "globalAveragePooling2d",
    () => layers.globalAveragePooling2d({}),
    () => tf.layers.globalAveragePooling2d({}),
    [2, 4, 4, 3],
  ],
  [
    "batchNormalization",
    () => layers.batchNormalization(),
    () => tf.layers.batchNormalization(),
    [6, 3],
  ],
];

for (const [name, newFused, newStock, shape] of cases) {
  Deno.test(`layers.${name} agrees with TensorFlow.js's own, gradient included`, () => {
    const [fused, stock] = [newFused(), newStock()];
    assertEquals(fused.getClassName(), stock.getClassName());
    [fused, stock].forEach((layer) => layer.build(shape));
    tf.tidy(() => stock.setWeights(fused.getWeights()));
    const compare = () =>
      tf.tidy(() => {
        const x = tf.randomNormal(shape, 0, 1, "float32", 1);
        const [actual, expected] = [fused, stock].map((layer) => {
          const y = (x: tf.Tensor) =>
            layer.apply(x, { training: true }) as tf.Tensor;
          return [y(x), tf.grad((x) => y(x).square())(x)];
        });
        actual.forEach((tensor, index) =>
          assertCloseTensor(tensor, expected[index], 1e-4)
        );
      });
    compare(); // uploads the weights
    assertNothingLeaks(compare);
    for (const { weights } of [fused, stock]) {
      weights.forEach((weight) => weight.dispose());
    }
  });
}
