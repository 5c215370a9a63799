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

Deno.test("fittingCurves() gives each run a colour of its own", () => {
  const figure = fittingCurves(
    { plain: overfitting, decay: overfitting },
    options,
  );
  const lines = traces(figure).filter(({ name }) => name.includes(","));
  assertEquals(lines.map(({ name }) => name), [
    "plain, validation",
    "plain, training",
    "decay, validation",
    "decay, training",
  ]);
  const [first, second] = [lines[0].line.color, lines[2].line.color];
  assertEquals([lines[1].line.color, lines[3].line.color], [first, second]);
  assertEquals(first === second, false);
});

Deno.test("fittingCurves() rejects an empty set of runs", () => {
  assertThrows(() => fittingCurves({}, options), RangeError);
});
