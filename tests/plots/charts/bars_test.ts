import { assertEquals, assertThrows } from "@std/assert";
import {
  classCountsFigure,
  comparison,
  pixelHistogram,
} from "../../../lib/plots/charts/bars.ts";
import { traces } from "../traces.ts";

Deno.test("classCountsFigure() draws a series of bars per data set", () => {
  const figure = classCountsFigure({ train: [5, 6], test: [1, 2] });
  assertEquals(traces(figure).map(({ name, y }) => [name, y]), [
    ["train", [5, 6]],
    ["test", [1, 2]],
  ]);
  assertEquals(figure.alt, "train: 0 5, 1 6; test: 0 1, 1 2");
});

Deno.test("pixelHistogram() has a bar for each grey value", () => {
  const [bars] = traces(pixelHistogram(Array(256).fill(3)));
  assertEquals([bars.x.length, bars.x.at(-1)], [256, 255]);
});

Deno.test("comparison() shows ratios to the first value, and whiskers", () => {
  const figure = comparison(
    [{ name: "a", value: 10 }, { name: "b", value: 25, low: 22, high: 30 }],
    { heading: "speed", axisTitle: "it/s" },
  );
  const [bars] = traces(figure);
  assertEquals(bars.error_x.array, [0, 5]);
  assertEquals(bars.error_x.arrayminus, [0, 3]);
  assertEquals(
    figure.layout.annotations?.map(({ x, text }) => [x, text]),
    [[10, "10.0 (×1.0)"], [30, "25.0 (×2.5)"]],
  );
});

Deno.test("comparison() rejects an empty list", () => {
  assertThrows(
    () => comparison([], { heading: "", axisTitle: "" }),
    RangeError,
  );
});
