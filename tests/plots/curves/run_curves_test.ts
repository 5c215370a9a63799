import { assertEquals, assertThrows } from "@std/assert";
import { runCurves } from "../../../lib/plots/curves/run_curves.ts";
import { traces } from "../traces.ts";

const first = {
  name: "first",
  trainLoss: [0.5, 0.1],
  testLoss: [0.4, 0.2],
  errors: [5, 2.5],
};

Deno.test("runCurves() draws each run in three panels, in a colour of its own", () => {
  const figure = runCurves([first, { ...first, name: "second" }], {
    heading: "Both",
    set: "validation",
  });
  const all = traces(figure);
  assertEquals(
    all.map(({ name, yaxis }) => [name, yaxis]),
    ["y", "y2", "y3"].flatMap((y) => [["first", y], ["second", y]]),
  );
  assertEquals(all[0].x, [1, 2]);
  assertEquals([all[0].y, all[2].y, all[4].y], [
    first.trainLoss,
    first.testLoss,
    first.errors,
  ]);
  assertEquals(
    figure.alt.split(";")[0],
    "Both: after the last epoch: first training loss 0.100, validation loss 0.200, 2.50 % of the validation images wrong",
  );
});

Deno.test("runCurves() refuses to draw nothing", () => {
  assertThrows(
    () => runCurves([], { heading: "" }),
    RangeError,
    "at least one",
  );
});
