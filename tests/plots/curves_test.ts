import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  errorCurvesFigure,
  learningRateFinder,
  lossCurves,
  scheduleFigure,
  trainAndTestPanels,
  trainingCurves,
} from "../../lib/plots/mod.ts";
import { traces } from "./traces.ts";

Deno.test("errorCurvesFigure() draws one curve a rate, each its own way", () => {
  const figure = errorCurvesFigure([
    { learningRate: 0.1, errors: [3, 2, 1] },
    { learningRate: 2, errors: [3, 1, 0] },
  ]);
  const [slow, fast] = traces(figure);
  assertEquals(slow.x, [0, 1, 2]);
  assertEquals(slow.y, [3, 2, 1]);
  assertEquals([slow.name, fast.name], ["η = 0.1", "η = 2"]);
  assert(slow.line.color !== fast.line.color);
  assert(slow.line.dash !== fast.line.dash);
});

Deno.test("errorCurvesFigure() refuses to draw nothing", () => {
  assertThrows(() => errorCurvesFigure([]), RangeError);
});

const run = { epochs: 3, batchesPerEpoch: 1000, points: [] };

Deno.test("trainingCurves() shows each batch while there are few", () => {
  const losses = [2.5, 2, 1.5];
  const [loss] = traces(trainingCurves({ ...run, losses }));
  assertEquals(loss.x, [0.001, 0.002, 0.003]);
  assertEquals(loss.y, losses);
});

Deno.test("trainingCurves() thins many batches to means of blocks", () => {
  const losses = Array.from({ length: 2000 }, (_, k) => k % 2);
  const [loss] = traces(trainingCurves({ ...run, losses }));
  assertEquals(loss.name, "training loss, mean of 5 batches");
  assertEquals(loss.y.length, 400);
  assertEquals(loss.y.slice(0, 2), [0.4, 0.6]);
  assertEquals(loss.x.at(-1), 2);
});

Deno.test("trainingCurves() keeps its axes while the run goes on", () => {
  const early = trainingCurves({ ...run, losses: [1] });
  const late = trainingCurves({
    ...run,
    losses: [1, 0.5],
    points: [{ epoch: 1, testLoss: 0.1, testAccuracy: 0.985 }],
  });
  assertEquals(early.layout, late.layout);
  assertEquals(traces(late)[2].y, [98.5]);
  assertEquals(
    late.alt,
    "After epoch 1 of 3: test loss 0.1000, test accuracy 98.50 %",
  );
});

Deno.test("scheduleFigure() counts steps in epochs and keeps the last", () => {
  const rates = Array.from({ length: 2500 }, (_, k) => k);
  const [rate] = traces(scheduleFigure({ rates, stepsPerEpoch: 100 }));
  assertEquals(rate.x[1], 0.02);
  assertEquals(rate.x.at(-1), 24.99);
  assertEquals(rate.y.at(-1), 2499);
});

Deno.test("scheduleFigure() draws momentum on an axis of its own", () => {
  const schedule = { rates: [1, 2], stepsPerEpoch: 1 };
  assertEquals(traces(scheduleFigure(schedule)).length, 1);
  const both = traces(scheduleFigure({ ...schedule, momenta: [0.9, 0.8] }));
  assertEquals(both[1].yaxis, "y2");
  assertEquals(both[1].y, [0.9, 0.8]);
});

Deno.test("figures of learning rates say them briefly", () => {
  const rates = [0.0020000000000000018, 0.0499999999, 2e-7];
  assertEquals(
    scheduleFigure({ rates, stepsPerEpoch: 1 }).alt,
    "Learning rate from 0.002 over at most 0.05 to 2e-7",
  );
  assertEquals(
    learningRateFinder({ rates, losses: [3, 2, 1] }).alt,
    "Loss for learning rates from 0.002 to 2e-7",
  );
});

Deno.test("learningRateFinder() marks the chosen rate, if there is one", () => {
  const search = { rates: [1e-3, 1e-2, 1e-1], losses: [2, 1, 3] };
  assertEquals(learningRateFinder(search).layout.shapes, undefined);
  const { layout } = learningRateFinder({ ...search, chosen: 0.01 });
  assertEquals(layout.shapes?.[0].x0, 0.01);
  assertEquals(layout.annotations?.[0].x, -2);
});

Deno.test("lossCurves() draws means of the last steps, one curve a run", () => {
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

Deno.test("lossCurves() ends a curve that left the numbers, and keeps its axis", () => {
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

Deno.test("lossCurves() refuses to draw nothing", () => {
  assertThrows(() => lossCurves({}, { heading: "" }), RangeError);
});

Deno.test("trainAndTestPanels() gives each run a panel, and one legend to all", () => {
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

Deno.test("trainAndTestPanels() has numbers at its axes after one epoch too", () => {
  const { layout } = trainAndTestPanels(
    { a: { training: [2.1], test: [2.3] } },
    { heading: "" },
  );
  const range = (ends: [number, number]): [number, number] => ends;
  assertEquals(layout.xaxis?.range, range([0.5, 1.5]));
  assertEquals(layout.yaxis?.range, range([Math.log10(2), Math.log10(5)]));
});

Deno.test("trainAndTestPanels() refuses to draw nothing", () => {
  assertThrows(() => trainAndTestPanels({}, { heading: "" }), RangeError);
});
