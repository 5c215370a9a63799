import { assert, assertEquals, assertThrows } from "@std/assert";
import { lossCurves } from "../../../lib/plots/curves/loss_curves.ts";
import { palette } from "../../../lib/plots/theme.ts";
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

Deno.test("lossCurves() draws several runs as their mean in a band", () => {
  const figure = lossCurves({ seeds: [[1, 2, 3], [3, 4]], one: [5] }, {
    heading: "",
    window: 1,
  });
  const [band, mean, one] = traces(figure);
  assertEquals([mean.name, mean.y], ["seeds", [2, 3]]);
  assertEquals([band.x, band.y], [[1, 2, 2, 1], [3, 4, 2, 1]]);
  assertEquals(one.y, [5]);
});

Deno.test("lossCurves() shares colours, dashes and the axis with other figures", () => {
  const range: [number, number] = [0.1, 10];
  const figure = lossCurves({ a: [1], b: [2] }, {
    heading: "",
    colourOf: (name) => name === "a" ? 1 : 0,
    range,
  });
  const [a, b] = traces(figure);
  assertEquals([a.line.color, b.line.color], [palette[1], palette[0]]);
  assertEquals([a.line.dash, b.line.dash], ["dash", "solid"]);
  const ends: [number, number] = [-1, 1];
  assertEquals(figure.layout.yaxis?.range, ends);
});
