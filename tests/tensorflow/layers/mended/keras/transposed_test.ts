import { assertThrows } from "@std/assert";
import { tf } from "../../../../../lib/tensorflow/mod.ts";
import { assertClose, layers, reload, values } from "../support.ts";

Deno.test("transposed convolutions are saved with their dilation rate", async () => {
  const model = tf.sequential({
    layers: [
      layers.conv2dTranspose({
        filters: 2,
        kernelSize: 2,
        dilationRate: 2,
        inputShape: [3, 3, 1],
      }),
    ],
  });
  const x = tf.randomNormal([1, 3, 3, 1]);
  const y = model.predict(x) as tf.Tensor;
  const again = (await reload(model)).predict(x) as tf.Tensor;
  assertClose(values(again), values(y));
});

Deno.test("transposed convolutions refuse an outputPadding that the strides don't allow", () => {
  for (const make of [layers.conv2dTranspose, layers.conv3dTranspose]) {
    assertThrows(
      () => make({ name: "up", filters: 1, kernelSize: 2, outputPadding: 1 }),
      RangeError,
      'Cannot make layer "up": outputPadding must be from 0,0',
    );
  }
});
