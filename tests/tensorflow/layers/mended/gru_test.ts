import { assert, assertEquals } from "@std/assert";
import { compile, tf } from "../../../../lib/tensorflow/mod.ts";
import { apply, assertClose, layers, values } from "./support.ts";

Deno.test("gru() with resetAfter computes Keras's recurrence", () => {
  const layer = layers.gru({
    units: 1,
    resetAfter: true,
    recurrentActivation: "sigmoid",
    returnSequences: true,
  });
  apply(layer, tf.zeros([1, 3, 1]));
  assertEquals(layer.getWeights().map(({ shape }) => shape), [
    [1, 3],
    [1, 3],
    [2, 3],
  ]);
  const kernel = [0.5, -0.3, 0.8], recurrent = [0.2, 0.7, -0.6];
  const bias = [[0.1, 0.2, 0.3], [-0.1, 0.4, 0.25]];
  layer.setWeights([
    tf.tensor2d([kernel]),
    tf.tensor2d([recurrent]),
    tf.tensor2d(bias),
  ]);
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  let h = 0;
  const expected = [1, -2, 0.5].map((x) => {
    const [xz, xr, xh] = kernel.map((k, i) => k * x + bias[0][i]);
    const [hz, hr, hh] = recurrent.map((k, i) => k * h + bias[1][i]);
    const [z, r] = [sigmoid(xz + hz), sigmoid(xr + hr)];
    return h = z * h + (1 - z) * Math.tanh(xh + r * hh);
  });
  const x = tf.tensor3d([[[1], [-2], [0.5]]]);
  const run = (x: tf.Tensor) => apply(layer, x);
  assertClose(values(run(x)), expected);
  assertClose(values(compile(run)(x)), expected);
});

for (const name of ["gru", "lstm", "simpleRNN"]) {
  Deno.test(`${name}() with dropout is recorded`, () => {
    const layer = layers[name]({
      units: 2,
      dropout: 0.5,
      recurrentDropout: 0.5,
      ...(name === "gru" && { resetAfter: true }),
    });
    const run = (x: tf.Tensor) => apply(layer, x, { training: true });
    using recorded = compile(run);
    const x = tf.ones([1, 3, 4]);
    const seen = new Set([1, 2, 3, 4].map(() => values(recorded(x)).join()));
    assert(seen.size > 1);
    assertEquals(run(x).shape, [1, 2]);
  });
}
