import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { compile, layers, tf } from "../../../../lib/tensorflow/mod.ts";
import { assertClose, reload, values } from "../mended/support.ts";

const HEADS = 2;
const SIZE = 3;
type Table = number[][];

const random = (shape: number[], seed: number) =>
  tf.randomUniform(shape, -1, 1, "float32", seed);
const times = (x: Table, w: Table) =>
  x.map((row) =>
    w[0].map((_, j) => row.reduce((s, v, i) => s + v * w[i][j], 0))
  );

/** One sequence's attention by the formula, in float64. */
function formula(
  layer: tf.layers.Layer,
  query: Table,
  value: Table,
  { key = value, visible = (_q: number, _k: number): boolean => true } = {},
): Table {
  const weights = layer.getWeights().map((weight) => weight.arraySync());
  const [qw, qb, kw, kb, vw, vb, ow, ob] = weights as never[];
  const head = (x: Table, w: Table[], b: Table, h: number) =>
    times(x, w.map((row) => row[h])).map((row) =>
      row.map((y, j) => y + b[h][j])
    );
  const output = query.map(() => [...ob] as number[]);
  for (let h = 0; h < HEADS; h++) {
    const [q, k, v] = [
      head(query, qw, qb, h),
      head(key, kw, kb, h),
      head(value, vw, vb, h),
    ];
    q.forEach((one, t) => {
      const powers = k.map((other, s) =>
        visible(t, s)
          ? Math.exp(
            one.reduce((sum, x, i) => sum + x * other[i], 0) / Math.sqrt(SIZE),
          )
          : 0
      );
      const all = powers.reduce((sum, x) => sum + x);
      const found = v[0].map((_, j) =>
        v.reduce((sum, row, s) => sum + row[j] * powers[s] / all, 0)
      );
      times([found], ow[h])[0].forEach((y, j) => output[t][j] += y);
    });
  }
  return output;
}

/** A layer for queries of 4 numbers, with weights that aren't 0. */
function built(
  args: Partial<layers.MultiHeadAttentionArgs> = {},
  ...shapes: number[][]
): layers.MultiHeadAttention {
  const layer = tf.layers.multiHeadAttention({
    numHeads: HEADS,
    keyDim: SIZE,
    ...args,
  });
  layer.apply(shapes.map((shape) => tf.zeros([1, ...shape])));
  layer.setWeights(
    layer.getWeights().map(({ shape }, i) => random(shape, i + 1)),
  );
  return layer;
}

const rows = (x: tf.Tensor) => (x.arraySync() as Table[])[0];
const query = random([1, 3, 4], 20);
const value = random([1, 5, 2], 21);
const key = random([1, 5, 3], 22);
const shapes = [[3, 4], [5, 2], [5, 3]];

Deno.test("multi-head attention is the formula's, op by op and recorded", () => {
  const layer = built({ valueDim: 2 }, ...shapes);
  const expected = formula(layer, rows(query), rows(value), { key: rows(key) });
  const apply = (query: tf.Tensor, value: tf.Tensor, key: tf.Tensor) =>
    layer.apply(query, { value, key }) as tf.Tensor;
  assertClose(values(apply(query, value, key)), expected.flat());
  const recorded = compile(apply);
  assertClose(values(recorded(query, value, key)), expected.flat());
  assertClose(values(recorded(query, value, key)), expected.flat());
});

Deno.test("attention masks and causal masks hide keys, alone and together", () => {
  const layer = built({}, [3, 4]);
  const hidden = tf.tensor([[[1, 1, 1], [0, 1, 1], [1, 0, 1]]]);
  const x = rows(query);
  const cases = [
    [{ useCausalMask: true }, (q: number, k: number) => k <= q],
    [{ attentionMask: hidden }, (q: number, k: number) => k !== q - 1],
    [
      { attentionMask: hidden, useCausalMask: true },
      (q: number, k: number) => k <= q && k !== q - 1,
    ],
  ] as const;
  for (const [options, visible] of cases) {
    const expected = formula(layer, x, x, { visible }).flat();
    assertClose(values(layer.apply(query, options) as tf.Tensor), expected);
    const recorded = compile((x: tf.Tensor) =>
      layer.apply(x, options) as tf.Tensor
    );
    assertClose(values(recorded(query)), expected);
  }
});

Deno.test("attention's gradients agree with finite differences, recorded too", () => {
  const layer = built({}, ...shapes);
  const weight = random([1, 3, 4], 30);
  const loss = (query: tf.Tensor, value: tf.Tensor, key: tf.Tensor) =>
    (layer.apply(query, { value, key }) as tf.Tensor).mul(weight).sum();
  const inputs = [query, value, key];
  const gradients = (...inputs: tf.Tensor[]) =>
    tf.grads(loss as (...x: tf.Tensor[]) => tf.Tensor)(inputs);
  const recorded = compile(gradients);
  for (const found of [gradients(...inputs), recorded(...inputs)]) {
    inputs.forEach((input, i) => {
      const direction = random(input.shape, 40 + i);
      const at = (step: number) =>
        loss(
          ...inputs.map((x, j) => j === i ? x.add(direction.mul(step)) : x) as [
            tf.Tensor,
            tf.Tensor,
            tf.Tensor,
          ],
        ).dataSync()[0];
      const difference = (at(0.01) - at(-0.01)) / 0.02;
      const product = found[i].mul(direction).sum().dataSync()[0];
      assertAlmostEquals(product, difference, 2e-3);
    });
  }
});

Deno.test("models with attention train, are saved and load again", async () => {
  const x = tf.input({ shape: [3, 4] });
  const other = tf.input({ shape: [5, 2] });
  const mask = tf.input({ shape: [3, 5] });
  const self = tf.layers.multiHeadAttention({
    numHeads: HEADS,
    keyDim: SIZE,
    dropout: 0.1,
  }).apply(x, { useCausalMask: true }) as tf.SymbolicTensor;
  const cross = tf.layers.multiHeadAttention({
    numHeads: HEADS,
    keyDim: SIZE,
    outputShape: 6,
    kernelInitializer: "heNormal",
  });
  const [output, scores] = cross.callAndReturnAttentionScores(self, {
    value: other,
    attentionMask: mask,
  }) as tf.SymbolicTensor[];
  assertThrows(
    () => cross.apply(self, { value: other }),
    Error,
    "all its calls in models must have the same; make a second layer",
  );
  assertEquals(output.shape, [null, 3, 6]);
  assertEquals(scores.shape, [null, HEADS, 3, 5]);
  const model = tf.model({
    inputs: [x, other, mask],
    outputs: [output, scores],
  });
  assertEquals(model.trainableWeights.length, 16);
  const inputs = [query, random([1, 5, 2], 50), tf.ones([1, 3, 5])];
  const answers = model.predict(inputs) as tf.Tensor[];
  // A later query changes nothing for an earlier one
  const changed = query.mul(tf.tensor([[[1], [1], [2]]]));
  const [other0] = model.predict([changed, ...inputs.slice(1)]) as tf.Tensor[];
  assertClose(values(other0).slice(0, 12), values(answers[0]).slice(0, 12));
  const again = (await reload(model)).predict(inputs) as tf.Tensor[];
  answers.forEach((answer, i) => {
    assertEquals(answer.shape, again[i].shape);
    assertClose(values(again[i]), values(answer));
  });
  const one = tf.model({ inputs: [x, other, mask], outputs: output });
  one.compile({ optimizer: tf.train.adam(0.05), loss: "meanSquaredError" });
  const { history } = await one.fit(inputs, random([1, 3, 6], 60), {
    epochs: 30,
    verbose: 0,
  });
  const losses = history.loss as number[];
  assertEquals(losses[29] < losses[0] / 2, true, `${losses}`);
});

Deno.test("the mask of an embedding hides what is padded", () => {
  const layer = built({}, [3, 4]);
  const embedding = tf.layers.embedding({
    inputDim: 5,
    outputDim: 4,
    maskZero: true,
  });
  const words = tf.input({ shape: [3] });
  const model = tf.model({
    inputs: words,
    outputs: layer.apply(
      embedding.apply(words) as tf.SymbolicTensor,
    ) as tf.SymbolicTensor,
  });
  const sentence = tf.tensor2d([[1, 2, 0]]);
  const x = rows(embedding.apply(sentence) as tf.Tensor);
  const expected = formula(layer, x, x, { visible: (_, k) => k < 2 });
  const found = rows(model.predict(sentence) as tf.Tensor);
  assertClose(found.slice(0, 2).flat(), expected.slice(0, 2).flat());
});

Deno.test("attention over several axes, and of several sequences at once", () => {
  const layer = tf.layers.multiHeadAttention({
    numHeads: HEADS,
    keyDim: SIZE,
    attentionAxes: [2],
  });
  const x = random([2, 3, 5, 4], 70);
  const whole = layer.apply(x) as tf.Tensor;
  const parts = tf.unstack(x.reshape([6, 5, 4])).map((row) =>
    rows(
      layer.apply(row.reshape([1, 1, 5, 4])) as tf.Tensor,
    ).flat()
  );
  assertClose(values(whole), parts.flat(2) as number[]);
  const both = tf.layers.multiHeadAttention({ numHeads: HEADS, keyDim: SIZE });
  const flat = tf.layers.multiHeadAttention({ numHeads: HEADS, keyDim: SIZE });
  const [output, scores] = both.callAndReturnAttentionScores(x) as tf.Tensor[];
  assertEquals(scores.shape, [2, HEADS, 3, 5, 3, 5]);
  flat.apply(x.reshape([2, 15, 4]));
  flat.setWeights(both.getWeights());
  assertClose(
    values(output),
    values(flat.apply(x.reshape([2, 15, 4])) as tf.Tensor),
  );
});

Deno.test("attention drops scores in training only, and refuses no heads", () => {
  const layer = built({ dropout: 0.5 }, [3, 4]);
  const calm = values(layer.apply(query) as tf.Tensor);
  assertClose(
    values(layer.apply(query, { training: false }) as tf.Tensor),
    calm,
  );
  const dropped = values(layer.apply(query, { training: true }) as tf.Tensor);
  assertEquals(dropped.some((y, i) => Math.abs(y - calm[i]) > 1e-3), true);
  assertThrows(
    () => tf.layers.multiHeadAttention({ numHeads: 0, keyDim: 2 }),
    RangeError,
    "numHeads must be a whole number from 1 on: current value is 0",
  );
});
