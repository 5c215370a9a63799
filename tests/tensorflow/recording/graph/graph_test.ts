import { assertEquals } from "@std/assert";
import { AttrType, DType } from "../../../../lib/tensorflow/ffi/dtypes.ts";
import { Graph } from "../../../../lib/tensorflow/recording/graph/graph.ts";
import { binding, typeT } from "../../../support/tensorflow.ts";

Deno.test("Graph.computesWithEmpty counts empty tensors that an operation takes, not unused outputs", () => {
  using graph = new Graph(binding.runtime);
  const images = graph.placeholder([2, 3, 3, 4], DType.FLOAT);
  const perChannel = graph.placeholder([4], DType.FLOAT);
  const outputs = graph.operation(
    "FusedBatchNormGradV3",
    [
      typeT(),
      { name: "U", type: AttrType.TYPE, value: DType.FLOAT },
      { name: "epsilon", type: AttrType.FLOAT, value: 1e-3 },
      { name: "data_format", type: AttrType.STRING, value: "NHWC" },
      { name: "is_training", type: AttrType.BOOL, value: true },
    ],
    [images, images, perChannel, perChannel, perChannel, perChannel],
    5,
  );
  assertEquals(outputs[4].shape, [0]); // Reserved, and used by nothing
  assertEquals(graph.traits.computesWithEmpty, false);
  graph.operation("AddV2", [typeT()], [outputs[4], outputs[4]], 1);
  assertEquals(graph.traits.computesWithEmpty, true);
});
