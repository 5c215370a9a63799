import { assertEquals } from "@std/assert";
import {
  Graph,
  type SymbolicTensor,
} from "../../../lib/tensorflow/recording/graph.ts";
import { ControlEdges } from "../../../lib/tensorflow/recording/control_edges.ts";
import { DType } from "../../../lib/tensorflow/ffi/dtypes.ts";
import { backend } from "../../support/tensorflow.ts";

function inGraph(test: (value: () => SymbolicTensor) => void): void {
  using graph = new Graph(backend.binding.runtime);
  test(() => graph.placeholder([2], DType.FLOAT));
}

Deno.test("ControlEdges has a kernel's gradient wait for the parts of the input's", () => {
  inGraph((value) => {
    const [x, sizes, dy, other] = [value(), value(), value(), value()];
    const parts = [value(), value()];
    const order = new ControlEdges();
    order.passedOn(dy, parts);
    const name = "Conv2DBackpropFilter";
    assertEquals(order.before(name, [x, sizes, dy]), parts);
    assertEquals(order.before(name, [x, sizes, other]), []);
    assertEquals(order.before("ReluGrad", [dy, x]), []);
  });
});

Deno.test("ControlEdges has random numbers drawn two layers ahead at the most", () => {
  inGraph((value) => {
    const order = new ControlEdges();
    const waits = () =>
      [
        "StatelessRandomUniformFullInt",
        "StatelessRandomNormal",
        "StatelessTruncatedNormal",
      ].map((name) => order.before(name, []));
    const [first, second] = [value(), value()];
    assertEquals(waits(), [[], [], []]);
    order.joined(first);
    order.joined(second);
    assertEquals(waits(), [[], [], []]);
    order.joined(value());
    assertEquals(waits(), [[first], [first], [first]]);
    order.joined(value());
    assertEquals(waits(), [[second], [second], [second]]);
    assertEquals(order.before("Cast", [first]), []);
  });
});
