import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  lossCurves,
  trainAndTestPanels,
} from "../../../lib/plots/curves/loss_curves.ts";
import { traces } from "../traces.ts";

Deno.test("lossCurves() draws a moving average, one curve per run", () => {
  const [slow, fast] = traces(
    lossCurves({ slow: [4, 3, 2, 1], fast: [4, 1, 1, 1] }, {
      heading: "Rates",
      window: 2,
    }),
  );
  assertEquals([slow.name, fast.name], ["slow", "fast"]);
  assertEquals(slow.x, [1, 2, 3, 4]);
  assertEquals(slow.y, [4, 3.5, 2.5, 1.5]);
  assert(slow.line.color !== fast.line.color);
  assert(slow.line.dash !== fast.line.dash);
});

Deno.test("lossCurves() ends a curve at NaN and keeps a diverged run out of its axis", () => {
  const lost = [2, 4e6, NaN, 1];
  const figure = lossCurves({ lost, good: [2, 1] }, { heading: "", window: 1 });
  assertEquals(traces(figure)[0].y, [2, 4e6]);
  assertEquals(
    figure.alt,
    ": training loss of the last step: lost 4.00e+6, good 1.00",
  );
  const range: [number, number] = [Math.log10(0.9), Math.log10(2.2)];
  assertEquals(figure.layout.yaxis?.range, range);
});

Deno.test("lossCurves() rejects an empty set of runs", () => {
  assertThrows(() => lossCurves({}, { heading: "" }), RangeError);
});

Deno.test("trainAndTestPanels() gives each run a panel and all of them one legend", () => {
  const losses = { training: [1, 0.5], test: [2, 0.7] };
  const figure = trainAndTestPanels({ a: losses, b: losses }, {
    heading: "Dropout",
  });
  const panels = traces(figure) as unknown as {
    name: string;
    xaxis: string;
    showlegend: boolean;
  }[];
  assertEquals(
    panels.map(({ name, xaxis, showlegend }) => [name, xaxis, showlegend]),
    [
      ["training loss", "x", true],
      ["test loss", "x", true],
      ["training loss", "x2", false],
      ["test loss", "x2", false],
    ],
  );
  assertEquals(traces(figure)[1].y, losses.test);
  const texts = figure.layout.annotations?.map(({ text }) => text);
  assertEquals(texts, ["a", "b"]);
});

Deno.test("trainAndTestPanels() has tick labels even after one epoch", () => {
  const { layout } = trainAndTestPanels(
    { a: { training: [2.1], test: [2.3] } },
    { heading: "" },
  );
  const range = (ends: [number, number]): [number, number] => ends;
  assertEquals(layout.xaxis?.range, range([0.5, 1.5]));
  assertEquals(layout.yaxis?.range, range([Math.log10(2), Math.log10(5)]));
});

Deno.test("trainAndTestPanels() rejects an empty set of runs", () => {
  assertThrows(() => trainAndTestPanels({}, { heading: "" }), RangeError);
});
