import { assertEquals } from "@std/assert";
import {
  learningRateFinderFigure,
  scheduleFigure,
} from "../../../lib/plots/curves/learning_rate.ts";
import { traces } from "../traces.ts";

Deno.test("scheduleFigure() measures steps in epochs and keeps the last step", () => {
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

Deno.test("figures of learning rates round them in their alternative text", () => {
  const rates = [0.0020000000000000018, 0.0499999999, 2e-7];
  assertEquals(
    scheduleFigure({ rates, stepsPerEpoch: 1 }).alt,
    "Learning rate from 0.002 over at most 0.05 to 2e-7",
  );
  assertEquals(
    learningRateFinderFigure({ rates, losses: [3, 2, 1] }).alt,
    "Loss for learning rates from 0.002 to 2e-7",
  );
});

Deno.test("learningRateFinderFigure() marks the chosen rate, if any", () => {
  const search = { rates: [1e-3, 1e-2, 1e-1], losses: [2, 1, 3] };
  assertEquals(learningRateFinderFigure(search).layout.shapes, undefined);
  const { layout } = learningRateFinderFigure({ ...search, chosen: 0.01 });
  assertEquals(layout.shapes?.[0].x0, 0.01);
  assertEquals(layout.annotations?.[0].x, -2);
});
