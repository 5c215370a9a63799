import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  featureMaps,
  kernelsOf,
  layersWithMaps,
} from "../../lib/evaluation/feature_maps.ts";
import { tf } from "../../lib/tensorflow/mod.ts";
import { brightPixel, plain, withCopyingModel } from "./copying_model.ts";

Deno.test("kernelsOf() returns a grid for each output channel", () => {
  withCopyingModel((model) => {
    const kernels = kernelsOf(model, "conv");
    assertEquals(kernels.map(({ rows, columns }) => [rows, columns]), [
      [3, 3],
      [3, 3],
    ]);
    assertEquals([...kernels[0].values], [0, 0, 0, 0, 1, 0, 0, 0, 0]);
    assertEquals([...kernels[1].values], [0, 0, 0, 0, -1, 0, 0, 0, 0]);
    assertThrows(() => kernelsOf(model, "dense"), RangeError, "convolution");
    assertThrows(() => kernelsOf(model, "none"), RangeError, "must be one of");
  });
});

Deno.test("featureMaps() returns each channel of each layer with rows and columns", () => {
  withCopyingModel((model) => {
    assertEquals(layersWithMaps(model), ["conv"]);
    const [{ layer, maps }, ...rest] = featureMaps(
      model,
      brightPixel(),
      { mean: 0.5, standardDeviation: 0.25 },
    );
    assertEquals([layer, maps.length, rest.length], ["conv", 2, 0]);
    assertEquals([maps[0].rows, maps[0].columns], [28, 28]);
    assertAlmostEquals(maps[0].values[5 * 28 + 9], 2, 1e-6);
    assertAlmostEquals(maps[0].values[0], -2, 1e-6);
    assertAlmostEquals(maps[1].values[5 * 28 + 9], -2, 1e-6);
    assertThrows(
      () => featureMaps(model, brightPixel(), plain, ["pool"]),
      RangeError,
      "rows and columns",
    );
  });
});

Deno.test("featureMaps() leaves an input layer out", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [28, 28, 1] }),
      tf.layers.conv2d({ name: "one", filters: 1, kernelSize: 3 }),
      tf.layers.maxPooling2d({ name: "two", poolSize: 2 }),
    ],
  });
  assertEquals(
    featureMaps(model, brightPixel(), plain).map(({ layer }) => layer),
    ["one", "two"],
  );
  model.dispose();
});
