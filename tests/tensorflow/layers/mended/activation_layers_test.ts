import { assertEquals } from "@std/assert";
import { tf } from "../../../../lib/tensorflow/mod.ts";
import { apply, assertClose, layers, reload, values } from "./support.ts";

const x = tf.tensor2d([[-2, -0.5, 0.5, 3]]);

const cases: [name: string, args: Record<string, unknown>, want: number[]][] = [
  ["elu", { alpha: 0.5 }, [
    0.5 * Math.expm1(-2),
    0.5 * Math.expm1(-0.5),
    0.5,
    3,
  ]],
  ["leakyReLU", { negativeSlope: 0.1 }, [-0.2, -0.05, 0.5, 3]],
  ["leakyReLU", { alpha: 0.2 }, [-0.4, -0.1, 0.5, 3]],
  ["reLU", { negativeSlope: 0.1, threshold: 1, maxValue: 2 }, [
    -0.3,
    -0.15,
    -0.05,
    2,
  ]],
];

for (const [name, args, want] of cases) {
  Deno.test(`${name}(${JSON.stringify(args)}) computes, and is loaded again`, async () => {
    const layer = layers[name]({ ...args, inputShape: [4] });
    const model = tf.sequential({ layers: [layer] });
    assertClose(values(apply(layer, x)), want);
    const loaded = await reload(model);
    assertClose(values(loaded.predict(x)), want);
    assertClose(values(loaded.predict(x)), want);
    assertEquals(layer.countParams(), 0);
  });
}

Deno.test("softmax() goes along the last axis, or the one it is told", () => {
  const cube = tf.tensor3d([[[1, 2], [1, 4]]]);
  const { log, exp } = Math;
  const share = (a: number, b: number) => exp(a - log(exp(a) + exp(b)));
  assertClose(values(apply(layers.softmax({}), cube)), [
    share(1, 2),
    share(2, 1),
    share(1, 4),
    share(4, 1),
  ]);
  assertClose(values(apply(layers.softmax({ axis: 1 }), cube)), [
    0.5,
    share(2, 4),
    0.5,
    share(4, 2),
  ]);
});
