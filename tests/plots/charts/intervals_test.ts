import { assertEquals } from "@std/assert";
import { intervalFigure } from "../../../lib/plots/charts/intervals.ts";
import { traces } from "../traces.ts";

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

Deno.test("intervalFigure() takes the ends of a logarithmic axis", () => {
  const { layout } = intervalFigure(
    [{ name: "a", value: 20, low: 10, high: 40 }],
    { heading: "h", axisTitle: "errors, %", logarithmic: [1, 100] },
  );
  assertEquals(layout.xaxis?.type, "log");
  const range: [number, number] = [0, 2];
  assertEquals(layout.xaxis?.range, range);
});
