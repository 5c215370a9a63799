import { assert, assertEquals, assertThrows } from "@std/assert";
import { errorCurvesFigure } from "../../../lib/plots/curves/error_curves.ts";
import { traces } from "../traces.ts";

Deno.test("errorCurvesFigure() draws one curve per rate, each with its own colour and dash", () => {
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

Deno.test("errorCurvesFigure() rejects an empty list", () => {
  assertThrows(() => errorCurvesFigure([]), RangeError);
});
