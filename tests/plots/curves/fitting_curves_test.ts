import { assertEquals, assertThrows } from "@std/assert";
import { fittingCurves } from "../../../lib/plots/curves/fitting_curves.ts";
import { traces } from "../traces.ts";

const overfitting = { training: [0.9, 0.3, 0.1], validation: [1, 0.5, 0.7] };
const options = { heading: "Losses", epochs: 4 };

Deno.test("fittingCurves() draws both losses and marks the lowest of validation", () => {
  const figure = fittingCurves({ "500 images": overfitting }, options);
  const [validation, training, mark] = traces(figure);
  assertEquals([validation.name, validation.y], [
    "validation loss",
    overfitting.validation,
  ]);
  assertEquals([training.name, training.y], [
    "training loss",
    overfitting.training,
  ]);
  assertEquals([mark.x, mark.y], [[2], [0.5]]);
  assertEquals(
    figure.alt,
    "Losses: 500 images, after epoch 3: training loss 0.10, validation loss 0.700 (lowest 0.500 after epoch 2)",
  );
});

Deno.test("fittingCurves() keeps its epoch axis while a run trains", () => {
  const none = { training: [], validation: [] };
  const before = fittingCurves({ run: none }, options);
  const after = fittingCurves({ run: overfitting }, options);
  assertEquals(before.layout.xaxis?.range, after.layout.xaxis?.range);
  assertEquals(before.alt, "Losses: run, no epoch yet");
});

Deno.test("fittingCurves() of several runs draws validation losses, each with its name in its colour", () => {
  const figure = fittingCurves(
    { plain: overfitting, decay: overfitting },
    options,
  );
  const curves = traces(figure).filter(({ line }) => line !== undefined);
  assertEquals(curves.map(({ y }) => y), [
    overfitting.validation,
    overfitting.validation,
  ]);
  const [plain, decay] = curves.map(({ line }) => line.color);
  const labels = figure.layout.annotations ?? [];
  assertEquals(
    labels.map(({ text, x, font }) => [text, x, font?.color]),
    [["plain", 3, plain], ["decay", 3, decay]],
  );
  const heights = labels.map(({ y }) => Number(y));
  assertEquals(heights, [0.7, 0.7 + 0.08 * 0.5]); // One above the other
});

Deno.test("fittingCurves() rejects an empty set of runs", () => {
  assertThrows(() => fittingCurves({}, options), RangeError);
});
