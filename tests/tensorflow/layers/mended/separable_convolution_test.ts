import { assertEquals } from "@std/assert";
import { layers, values } from "./support.ts";

Deno.test("separableConv2d() initializes its pointwise kernel as told", () => {
  const layer = layers.separableConv2d({
    filters: 2,
    kernelSize: 2,
    depthwiseInitializer: "zeros",
    pointwiseInitializer: "ones",
  });
  layer.build([null, 4, 4, 1]);
  assertEquals(values(layer.getWeights()[1]), [1, 1]);
});
