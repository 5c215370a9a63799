import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  architectureDiagram,
  classCounts,
  comparison,
  intervalFigure,
  networkDiagram,
  pixelHistogram,
  reliabilityDiagram,
  settingsFigure,
} from "../../lib/plots/mod.ts";
import { traces } from "./traces.ts";

Deno.test("classCounts() draws a group of bars a set", () => {
  const figure = classCounts({ train: [5, 6], test: [1, 2] });
  assertEquals(traces(figure).map(({ name, y }) => [name, y]), [
    ["train", [5, 6]],
    ["test", [1, 2]],
  ]);
  assertEquals(figure.alt, "train: 0 5, 1 6; test: 0 1, 1 2");
});

Deno.test("pixelHistogram() has a bar for each grey value", () => {
  const [bars] = traces(pixelHistogram(Array(256).fill(3)));
  assertEquals([bars.x.length, bars.x.at(-1)], [256, 255]);
});

Deno.test("comparison() gives ratios to the first and whiskers", () => {
  const figure = comparison(
    [{ name: "a", value: 10 }, { name: "b", value: 25, low: 22, high: 30 }],
    { heading: "speed", axisTitle: "it/s" },
  );
  const [bars] = traces(figure);
  assertEquals(bars.error_x.array, [0, 5]);
  assertEquals(bars.error_x.arrayminus, [0, 3]);
  assertEquals(
    figure.layout.annotations?.map(({ x, text }) => [x, text]),
    [[10, "10.0 (×1.0)"], [30, "25.0 (×2.5)"]],
  );
});

Deno.test("comparison() refuses to compare nothing", () => {
  assertThrows(
    () => comparison([], { heading: "", axisTitle: "" }),
    RangeError,
  );
});

Deno.test("intervalFigure() draws results, values and intervals", () => {
  const [results, values] = traces(intervalFigure(
    [
      { name: "a", value: 2, low: 1, high: 4, results: [1, 3] },
      { name: "b", value: 5, low: 5, high: 5 },
    ],
    { heading: "h", axisTitle: "x" },
  ));
  assertEquals([results.x, results.y], [[1, 3], ["a", "a"]]);
  assertEquals([values.x, values.y], [[2, 5], ["a", "b"]]);
  assertEquals(values.error_x.array, [2, 0]);
  assertEquals(values.error_x.arrayminus, [1, 0]);
});

Deno.test("reliabilityDiagram() leaves empty bins out, in percent", () => {
  const figure = reliabilityDiagram([
    { confidence: 0, accuracy: 0, count: 0 },
    { confidence: 0.75, accuracy: 0.5, count: 4 },
  ], 0.25);
  const [, network, answers] = traces(figure);
  assertEquals([network.x, network.y], [[75], [50]]);
  assertEquals(answers.y, [4]);
  assertStringIncludes(String(figure.layout.title?.text), "25.00 %");
});

const state = {
  weights: { w1: 1, w2: -2, w3: 3, w4: 4, w5: 5, w6: 6, w7: 7, w8: 8 },
  example: { i1: 0.05, i2: 0.1, t1: 0.01, t2: 0.99 },
  activations: { a_h1: 0.1, a_h2: 0.2, a_o1: 0.3, a_o2: 0.4 },
  errors: { E1: 0.5, E2: 0.25 },
};

Deno.test("networkDiagram() draws eight lines, as thick as their weights", () => {
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

Deno.test("architectureDiagram() sums parameters and names every shape", () => {
  const figure = architectureDiagram([
    {
      name: "layer 1",
      operations: ["conv"],
      outputShape: [4, 4, 2],
      parameters: 1200,
    },
    {
      name: "layer 2",
      operations: ["dense"],
      outputShape: [10],
      parameters: 30,
    },
  ], [4, 4, 1]);
  assertEquals(figure.alt, "input 4×4×1 → layer 1 4×4×2 → layer 2 10");
  assertEquals(figure.layout.title?.text, "The network: 1,230 parameters");
});

Deno.test("settingsFigure() has a panel for each thing that was varied", () => {
  const rates = [0.001, 0.01, 0.1];
  const results = rates.flatMap((rate) =>
    [32, 64].map((size) => ({
      varied: { rate, size, kind: size === 32 ? "sgd" : ["adam"] },
      value: 99 + 10 * rate - size / 100,
    }))
  );
  const figure = settingsFigure(results, { heading: "all", axisTitle: "%" });
  const [rate, size, kind] = traces(figure);
  assertEquals(rate.x, [0.001, 0.001, 0.01, 0.01, 0.1, 0.1]);
  assertEquals(size.x.slice(0, 2), [32, 64]);
  assertEquals(kind.x.slice(0, 2), ["sgd", '["adam"]']);
  assertEquals([rate.y, size.y], [kind.y, kind.y]);
  const types = ["xaxis", "xaxis2", "xaxis3"].map((name) =>
    (figure.layout as unknown as Record<string, { type?: string }>)[name].type
  );
  assertEquals(types, ["log", undefined, "category"]);
  assertEquals(
    figure.alt,
    "all: 6 settings from 98.37 to 99.68, the best with rate 0.1, size 32, kind sgd",
  );
});

Deno.test("settingsFigure() refuses to draw nothing", () => {
  const titles = { heading: "", axisTitle: "" };
  assertThrows(() => settingsFigure([], titles), RangeError);
  assertThrows(
    () => settingsFigure([{ varied: {}, value: 1 }], titles),
    RangeError,
  );
});
