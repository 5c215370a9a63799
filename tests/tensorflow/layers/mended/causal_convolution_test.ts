import { assertEquals } from "@std/assert";
import { compile, tf } from "../../../../lib/tensorflow/mod.ts";
import { apply, layers, values } from "./support.ts";

Deno.test("conv1d() with causal padding sees the past only", () => {
  for (const dataFormat of ["channelsLast", "channelsFirst"]) {
    const layer = layers.conv1d({
      filters: 1,
      kernelSize: 2,
      dilationRate: 2,
      padding: "causal",
      kernelInitializer: "ones",
      dataFormat,
    });
    const shape = dataFormat === "channelsLast" ? [1, 5, 1] : [1, 1, 5];
    const run = (x: tf.Tensor) => apply(layer, x);
    const x = tf.tensor([1, 2, 3, 4, 5], shape);
    if (dataFormat === "channelsLast") {
      assertEquals(values(run(x)), [1, 2, 4, 6, 8]);
      assertEquals(values(compile(run)(x)), [1, 2, 4, 6, 8]);
    }
    assertEquals(layer.computeOutputShape(shape), shape);
  }
});
