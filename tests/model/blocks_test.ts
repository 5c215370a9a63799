import { assertEquals } from "@std/assert";
import { networkBlocks } from "../../lib/model/blocks.ts";
import { createNetwork } from "../../lib/model/network.ts";
import { tf } from "../../lib/tensorflow/mod.ts";

await tf.setBackend("cpu");

Deno.test("networkBlocks() counts seven layers and their trainable parameters", () => {
  const model = createNetwork();
  const blocks = networkBlocks(model);
  model.dispose();
  assertEquals(
    blocks.map(({ name, outputShape, parameters }) => [
      name,
      outputShape.join("×"),
      parameters,
    ]),
    [
      ["layer 1", "28×28×16", 192],
      ["layer 2", "14×14×16", 2352],
      ["layer 3", "14×14×16", 2352],
      ["layer 4", "14×14×16", 2352],
      ["layer 5", "32", 4704],
      ["layer 6", "32", 1120],
      ["layer 7", "10", 330],
    ],
  );
});

Deno.test("networkBlocks() names a layer's operations in order", () => {
  const model = createNetwork();
  const blocks = networkBlocks(model);
  model.dispose();
  assertEquals(blocks[1].operations, [
    "convolution",
    "ReLU",
    "batch norm.",
    "max pooling",
    "dropout",
  ]);
  assertEquals(blocks[6].operations, ["fully connected", "log softmax"]);
});

Deno.test("networkBlocks() keeps the shape of the maps that a global pooling averages", () => {
  const model = createNetwork();
  const shapes = networkBlocks(model).map(({ pooledShape }) => pooledShape);
  model.dispose();
  const none = undefined;
  assertEquals(shapes, [none, none, none, none, [14, 14, 32], none, none]);
});
