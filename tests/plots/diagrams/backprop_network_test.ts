import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Shape } from "plotly.js-dist";
import type { Figure } from "../../../lib/plots/figure.ts";
import { networkDiagram } from "../../../lib/plots/diagrams/backprop_network.ts";
import { traces } from "../traces.ts";

const state = {
  weights: { w1: 1, w2: -2, w3: 3, w4: 4, w5: 5, w6: 6, w7: 7, w8: 8 },
  example: { i1: 0.05, i2: 0.1, t1: 0.01, t2: 0.99 },
  activations: { a_h1: 0.1, a_h2: 0.2, a_o1: 0.3, a_o2: 0.4 },
  errors: { E1: 0.5, E2: 0.25 },
};

const gradients = {
  ...{ w1: 0.1, w2: 0.2, w3: 0, w4: 0, w5: 0, w6: 0, w7: 0, w8: -0.0002 },
  ...{ h1: 0.1, h2: 0.2, o1: 0.3, o2: -0.4 },
};

/** The lines of the eight arrows, in the weights' order. */
function linesOf({ layout }: Figure): Partial<Shape>[] {
  return layout.shapes?.filter(({ type }) => type === "line") ?? [];
}

Deno.test("networkDiagram() draws an arrow for each weight, as wide as the weight is large", () => {
  const figure = networkDiagram(state, "network");
  const lines = linesOf(figure).map(({ line }) => line);
  assertEquals(lines.length, 8);
  assertEquals(figure.layout.shapes?.length, 16, "with their heads");
  assertEquals(lines.map((line) => line?.dash !== "solid").indexOf(true), 1);
  assertEquals(lines.slice(0, 4).map((line) => line?.width), [
    4.5,
    8,
    11.5,
    12,
  ]);
});

Deno.test("networkDiagram() draws the same weight as wide in every diagram", () => {
  const width = (w8: number) => {
    const weights = { ...state.weights, w8 };
    const figure = networkDiagram({ ...state, weights }, "network");
    return linesOf(figure)[0].line?.width;
  };
  assertEquals(width(100), width(0));
});

Deno.test("networkDiagram() draws gradients on arrows from the outputs to the inputs", () => {
  const forward = linesOf(networkDiagram(state, "network"));
  const figure = networkDiagram(state, "network", { gradients });
  const backward = linesOf(figure);
  assert(forward[0].x0! < forward[0].x1!);
  assert(backward[0].x0! > backward[0].x1!);
  const widths = backward.map(({ line }) => line?.width);
  assertEquals(widths.slice(0, 3), [6, 11, 1]);
  const texts = figure.layout.annotations?.map(({ text }) => text).join("\n");
  assertStringIncludes(texts ?? "", "∂E/∂w2 = 0.2000");
  assertStringIncludes(texts ?? "", "∂E/∂w8 = −0.000200");
  assertStringIncludes(texts ?? "", "∂E/∂o2 = −0.4000");
  assertStringIncludes(figure.alt, "∂E/∂w8 = −0.000200");
});

Deno.test("networkDiagram() writes weights, activations and errors", () => {
  const figure = networkDiagram(state, "network");
  const texts = figure.layout.annotations?.map(({ text }) => text).join("\n");
  assertStringIncludes(texts ?? "", "w2 = −2.000");
  assertStringIncludes(texts ?? "", "error E2 = 0.25000");
  assertStringIncludes(traces(figure)[0].text.join("\n"), "a_o1</b><br>0.3000");
});

Deno.test("networkDiagram() draws weights that are all zero", () => {
  const zero = { w1: 0, w2: 0, w3: 0, w4: 0, w5: 0, w6: 0, w7: 0, w8: 0 };
  const lines = linesOf(networkDiagram({ ...state, weights: zero }, "network"));
  assertEquals(lines.every(({ line }) => line?.width === 1), true);
});
