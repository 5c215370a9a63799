import { tf } from "../../../../lib/tensorflow/mod.ts";
import { assertClose, layers, reload, values } from "./support.ts";

Deno.test("regularizers are known by the names l1 and l2", () => {
  const loss = (kernelRegularizer: unknown) => {
    const layer = layers.dense({
      units: 1,
      kernelInitializer: "ones",
      kernelRegularizer,
    });
    layer.build([null, 3]);
    return layer.calculateLosses().flatMap(values);
  };
  assertClose(loss("l2"), [0.03]);
  assertClose(loss("l1"), [0.03]);
  assertClose(loss({ className: "L2", config: { l2: 0.1 } }), [0.3]);
});

const x = tf.tensor2d([[-1, 2]]);
const silu = (x: number) => x / (1 + Math.exp(-x));
const activations: [name: string, want: number[]][] = [
  ["silu", [silu(-1), silu(2)]],
  ["exponential", [Math.exp(-1), Math.exp(2)]],
  ["leakyRelu", [-0.2, 2]],
  ["hardSilu", [-1 / 3, 5 / 3]],
];
for (const [activation, want] of activations) {
  Deno.test(`the activation ${activation} computes, and is loaded again`, async () => {
    const model = tf.sequential({
      layers: [
        layers.dense({
          units: 2,
          kernelInitializer: "identity",
          activation,
          inputShape: [2],
        }),
      ],
    });
    assertClose(values(model.predict(x)), want);
    assertClose(values((await reload(model)).predict(x)), want);
  });
}
