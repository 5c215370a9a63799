import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../../support/tensorflow.ts";
import { reload } from "../mended/support.ts";

const { layers } = tf;
const refused: [name: string, make: () => unknown, message: string][] = [
  [
    "padding",
    () => layers.zeroPadding1d({ name: "pad", padding: [1, -1] }),
    'Cannot make layer "pad": padding must be whole numbers from 0 on: current value is [1,-1]',
  ],
  [
    "cropping",
    () =>
      layers.cropping1d({ name: "crop", cropping: 2 })
        .apply(tf.input({ shape: [4, 1] })),
    'Cannot call layer "crop": cropping must leave something: it takes 4 of 4',
  ],
  [
    "size",
    () => layers.upSampling3d({ name: "up", size: [1, 0, 1] }),
    'Cannot make layer "up": size must be whole numbers from 1 on: current value is [1,0,1]',
  ],
  [
    "outputSize",
    () => layers.adaptiveMaxPooling2d({ name: "pool", outputSize: [1, 2, 3] }),
    'Cannot make layer "pool": outputSize must be whole numbers from 1 on: current value is [1,2,3]',
  ],
  [
    "groups",
    () =>
      layers.groupNormalization({ name: "norm", groups: 3 })
        .apply(tf.zeros([1, 4])),
    'Cannot make layer "norm": groups must be a divisor of the 4 channels: current value is 3',
  ],
  [
    "mean",
    () => layers.normalization({ name: "norm", mean: 1 }),
    'Cannot make layer "norm": mean and variance must be given together: current value is {"mean":1,"variance":null}',
  ],
  [
    "equation",
    () =>
      layers.einsumDense({ name: "dense", equation: "ab->c", outputShape: 1 }),
    'Cannot make layer "dense": equation must be like "abc,cd->abd": current value is "ab->c"',
  ],
  [
    "heads",
    () =>
      layers.groupQueryAttention({
        name: "attend",
        headDim: 2,
        numQueryHeads: 3,
        numKeyValueHeads: 2,
      }),
    'Cannot make layer "attend": numKeyValueHeads must divide the 3 of numQueryHeads: current value is 2',
  ],
  [
    "activityRegularizer",
    () =>
      layers.multiHeadAttention(
        {
          name: "a",
          numHeads: 1,
          keyDim: 1,
          activityRegularizer: "l2",
        } as never,
      ),
    'Cannot make layer "a": activityRegularizer must be left out, or null',
  ],
  [
    "inputs",
    () =>
      layers.subtract({ name: "minus" }).apply(
        [1, 2, 3].map(() => tf.zeros([1])),
      ),
    'Cannot call layer "minus": its inputs must be two: current number is 3',
  ],
];

for (const [name, make, message] of refused) {
  Deno.test(`layers refuse ${name} in one line`, () => {
    assertThrows(make, RangeError, message);
  });
}

Deno.test("activityRegularizer counts for layers that TensorFlow.js lacks, and is saved", async () => {
  const model = tf.sequential({
    layers: [
      layers.unitNormalization({ inputShape: [4], activityRegularizer: "l2" }),
    ],
  });
  for (const one of [model, await reload(model)]) {
    one.compile({ optimizer: "sgd", loss: "mse" });
    // 0.01 times four squares of 0.5, for each of the two examples
    const loss = one.evaluate(tf.ones([2, 4]), tf.fill([2, 4], 0.5));
    assertAlmostEquals((loss as tf.Scalar).dataSync()[0], 0.01, 1e-6);
  }
});

Deno.test("spatialDropout2d() and spatialDropout3d() drop whole channels", () => {
  const cases = [
    [layers.spatialDropout2d({ rate: 0.5 }), [4, 3, 3, 8], [1, 2]],
    [layers.spatialDropout3d({ rate: 0.5 }), [4, 2, 3, 3, 8], [1, 2, 3]],
    [
      layers.spatialDropout2d({ rate: 0.5, dataFormat: "channelsFirst" }),
      [4, 8, 3, 3],
      [2, 3],
    ],
  ] as const;
  for (const [layer, shape, axes] of cases) {
    const y = layer.apply(tf.ones([...shape]), { training: true }) as tf.Tensor;
    const channels = y.mean([...axes]);
    const values = new Set(channels.dataSync());
    assertEquals([...values].toSorted(), [0, 2]);
  }
});

Deno.test("groupQueryAttention() gives scores, and hides what masks hide", () => {
  const layer = layers.groupQueryAttention({
    headDim: 2,
    numQueryHeads: 4,
    numKeyValueHeads: 2,
    slidingWindow: 2,
  });
  const [output, scores] = layer.callAndReturnAttentionScores(
    tf.randomNormal([1, 4, 3]),
    { useCausalMask: true },
  ) as tf.Tensor[];
  assertEquals(output.shape, [1, 4, 3]);
  assertEquals(scores.shape, [1, 4, 4, 4]);
  const seen = scores.greater(0).all([0, 1]).arraySync();
  assertEquals(seen as unknown, [
    [1, 0, 0, 0],
    [1, 1, 0, 0],
    [0, 1, 1, 0],
    [0, 0, 1, 1],
  ]);
});
