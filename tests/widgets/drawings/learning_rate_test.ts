import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  errorCurves,
  example,
  initialWeights,
  learningRates,
  train,
} from "../../../lib/backprop/mod.ts";
import {
  formatError,
  learningRateDrawing,
  sliderRates,
} from "../../../lib/widgets/drawings/learning_rate.ts";

const data = { weights: initialWeights, example, iterations: 100, rate: 2 };

Deno.test("sliderRates() has round rates from 0.01 to 100 and those of the exercise", () => {
  const rates = sliderRates(0.123);
  assertEquals([rates[0], rates.at(-1)], [0.01, 100]);
  for (const rate of [...learningRates, 0.123]) assert(rates.includes(rate));
  assertEquals(rates, [...new Set(rates)].sort((a, b) => a - b));
});

Deno.test("learningRateDrawing() shows the error after the last update", () => {
  for (const rate of [0.01, 2, 100]) {
    for (const logarithmic of [false, true]) {
      const { svg } = learningRateDrawing(data, { rate, logarithmic }, [], 600);
      const rows = train({ ...data, learningRate: rate });
      assertStringIncludes(svg, `>η = ${rate}<`);
      assertStringIncludes(
        svg,
        `>E after 100 iterations: ${formatError(rows[100].errors.E)}<`,
      );
      assert(!svg.includes("NaN"));
    }
  }
});

Deno.test("learningRateDrawing() labels all curves, none over another", () => {
  for (const logarithmic of [false, true]) {
    const state = { rate: 2, logarithmic };
    const { svg } = learningRateDrawing(data, state, errorCurves(data), 600);
    const labels = [
      ...svg.matchAll(/y="([\d.]+)" font-size="11"[^>]*>([^<]+)/g),
    ]
      .map(([, y, rate]) => [Number(rate), Number(y)])
      .sort(([, a], [, b]) => a - b);
    assertEquals(labels.map(([rate]) => rate), [...learningRates]);
    for (let k = 1; k < labels.length; k++) {
      assert(labels[k][1] - labels[k - 1][1] >= 11.98);
    }
  }
});

Deno.test("formatError() shows four decimals, or three digits of what is smaller", () => {
  assertEquals(
    [0.24252, 0.001, 0.00012345, 0].map(formatError),
    ["0.2425", "0.0010", "1.23e-4", "0.0000"],
  );
});
