import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../../../../lib/tensorflow/mod.ts";
import { apply, assertClose, layers, reload, values } from "../support.ts";

const cases: [name: string, options: Record<string, unknown>][] = [
  ["conv1d", { filters: 3, kernelSize: 2, activation: "relu" }],
  ["conv1d", { filters: 3, kernelSize: 2, padding: "causal" }],
  ["conv1d", { filters: 4, kernelSize: 2, groups: 2, strides: 2 }],
  ["maxPooling1d", { poolSize: 2 }],
  ["avgPool1d", { poolSize: 2, padding: "same" }],
  ["globalMaxPooling1d", {}],
  ["globalAveragePooling1d", { keepdims: true }],
  ["resizing", { height: 3, width: 2 }],
  ["centerCrop", { height: 3, width: 3 }],
];

/** The channels first, in the place of the last axis, or the other way. */
function swapped(x: tf.Tensor, toFirst: boolean): tf.Tensor {
  if (x.rank < 3) return x;
  const axes = Array.from({ length: x.rank - 2 }, (_, i) => i + 1);
  return toFirst
    ? x.transpose([0, x.rank - 1, ...axes])
    : x.transpose([0, ...axes.map((axis) => axis + 1), 1]);
}

for (const [name, options] of cases) {
  Deno.test(`${name} ${JSON.stringify(options)} takes channels first`, async () => {
    const isImage = "height" in options;
    const x = tf.range(0, 56 * (isImage ? 5 : 1)).sin()
      .reshape(isImage ? [2, 7, 5, 4] : [2, 7, 4]);
    const last = layers[name](options);
    const expected = apply(last, x);
    const input = swapped(x, true);
    const first = layers[name]({
      ...options,
      dataFormat: "channelsFirst",
      inputShape: input.shape.slice(1),
    });
    const model = await reload(tf.sequential({ layers: [first] }));
    if (last.weights.length > 0) model.setWeights(last.getWeights());
    const found = model.predict(input) as tf.Tensor;
    assertEquals(model.outputs[0].shape, [null, ...found.shape.slice(1)]);
    assertClose(values(swapped(found, false)), values(expected));
  });
}

Deno.test("a data format that there isn't is refused", () => {
  assertThrows(
    () => layers.maxPooling1d({ name: "pool", dataFormat: "channels_first" }),
    RangeError,
    'Cannot make layer "pool": dataFormat must be "channelsFirst" or "channelsLast": current value is "channels_first"',
  );
});
