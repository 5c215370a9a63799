import { assertEquals, assertStringIncludes } from "@std/assert";
import { networkDiagram } from "../../../lib/plots/diagrams/backprop_network.ts";
import { traces } from "../traces.ts";

const state = {
  weights: { w1: 1, w2: -2, w3: 3, w4: 4, w5: 5, w6: 6, w7: 7, w8: 8 },
  example: { i1: 0.05, i2: 0.1, t1: 0.01, t2: 0.99 },
  activations: { a_h1: 0.1, a_h2: 0.2, a_o1: 0.3, a_o2: 0.4 },
  errors: { E1: 0.5, E2: 0.25 },
};

Deno.test("networkDiagram() draws a line for each weight, as thick as the weight is large", () => {
  const { layout } = networkDiagram(state, "network");
  const lines = layout.shapes?.map(({ line }) => line) ?? [];
  assertEquals(lines.length, 8);
  assertEquals(lines.map((line) => line?.dash).indexOf("dash"), 1);
  assertEquals(lines[7]?.width, 5);
  assertEquals(lines[3]?.width, 3);
});

Deno.test("networkDiagram() writes weights, activations and errors", () => {
  const figure = networkDiagram(state, "network");
  const texts = figure.layout.annotations?.map(({ text }) => text).join("\n");
  assertStringIncludes(texts ?? "", "w2 = -2.000");
  assertStringIncludes(texts ?? "", "error E2 = 0.25000");
  assertStringIncludes(traces(figure)[0].text.join("\n"), "a_o1</b><br>0.3000");
});

Deno.test("networkDiagram() draws weights that are all zero", () => {
  const zero = { w1: 0, w2: 0, w3: 0, w4: 0, w5: 0, w6: 0, w7: 0, w8: 0 };
  const { layout } = networkDiagram({ ...state, weights: zero }, "network");
  assertEquals(layout.shapes?.every(({ line }) => line?.width === 1), true);
});
