import { assertEquals } from "@std/assert";
import {
  Graph,
  type Symbolic,
} from "../../../lib/tensorflow/recording/graph.ts";
import { Order } from "../../../lib/tensorflow/recording/order.ts";
import { DType } from "../../../lib/tensorflow/dtypes.ts";
import { backend } from "../../support/tensorflow.ts";

function inGraph(test: (value: () => Symbolic) => void): void {
  using graph = new Graph(backend.binding.runtime);
  test(() => graph.placeholder([2], DType.FLOAT));
}

Deno.test("Order has a kernel's gradient wait for the parts of the input's", () => {
  inGraph((value) => {
    const [x, sizes, dy, other] = [value(), value(), value(), value()];
    const parts = [value(), value()];
    const order = new Order();
    order.passedOn(dy, parts);
    const name = "Conv2DBackpropFilter";
    assertEquals(order.before(name, [x, sizes, dy]), parts);
    assertEquals(order.before(name, [x, sizes, other]), []);
    assertEquals(order.before("ReluGrad", [x, sizes, dy]), []);
  });
});

Deno.test("Order has random numbers wait for the first value that was joined", () => {
  inGraph((value) => {
    const order = new Order();
    const names = [
      "StatelessRandomUniformFullInt",
      "StatelessRandomNormal",
      "StatelessTruncatedNormal",
    ];
    for (const name of names) assertEquals(order.before(name, []), []);
    const joined = value();
    order.joined(joined);
    order.joined(value());
    for (const name of names) assertEquals(order.before(name, []), [joined]);
    assertEquals(order.before("Cast", [value()]), []);
  });
});
