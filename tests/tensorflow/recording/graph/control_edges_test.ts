import { assertEquals } from "@std/assert";
import { Graph } from "../../../../lib/tensorflow/recording/graph/graph.ts";
import type { SymbolicTensor } from "../../../../lib/tensorflow/recording/graph/symbolic_tensor.ts";
import { ControlEdges } from "../../../../lib/tensorflow/recording/graph/control_edges.ts";
import { DType } from "../../../../lib/tensorflow/ffi/dtypes.ts";
import { backend } from "../../../support/tensorflow.ts";

function inGraph(test: (value: () => SymbolicTensor) => void): void {
  using graph = new Graph(backend.binding.runtime);
  test(() => graph.placeholder([2], DType.FLOAT));
}

Deno.test("ControlEdges makes a filter's gradient wait for the parts of the input's gradient", () => {
  inGraph((value) => {
    const [x, sizes, dy, other] = [value(), value(), value(), value()];
    const parts = [value(), value()];
    const edges = new ControlEdges();
    edges.noteSplitInputGradient(dy, parts);
    const name = "Conv2DBackpropFilter";
    assertEquals(edges.predecessorsOf(name, [x, sizes, dy]), parts);
    assertEquals(edges.predecessorsOf(name, [x, sizes, other]), []);
    assertEquals(edges.predecessorsOf("ReluGrad", [dy, x]), []);
  });
});

Deno.test("ControlEdges lets random numbers be drawn at most two layers ahead", () => {
  inGraph((value) => {
    const edges = new ControlEdges();
    const waits = () =>
      [
        "StatelessRandomUniformFullInt",
        "StatelessRandomNormal",
        "StatelessTruncatedNormal",
      ].map((name) => edges.predecessorsOf(name, []));
    const [first, second] = [value(), value()];
    assertEquals(waits(), [[], [], []]);
    edges.noteJoin(first);
    edges.noteJoin(second);
    assertEquals(waits(), [[], [], []]);
    edges.noteJoin(value());
    assertEquals(waits(), [[first], [first], [first]]);
    edges.noteJoin(value());
    assertEquals(waits(), [[second], [second], [second]]);
    assertEquals(edges.predecessorsOf("Cast", [first]), []);
  });
});
