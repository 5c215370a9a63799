import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  cells,
  colourAt,
  inkOn,
  short,
} from "../../../lib/widgets/drawings/grid.ts";
import { heatScale, signedScale } from "../../../lib/plots/theme.ts";

Deno.test("colourAt() blends the scale's colours", () => {
  assertEquals(colourAt(signedScale, 0), "rgb(0,74,115)");
  assertEquals(colourAt(signedScale, 0.5), "rgb(255,255,255)");
  assertEquals(colourAt(signedScale, 0.625), "rgb(247,205,173)");
  assertEquals(colourAt(signedScale, 1), "rgb(156,67,0)");
  assertEquals(colourAt(heatScale, 0.25), "rgba(230,159,0,0.28)");
});

Deno.test("inkOn() is readable on every colour", () => {
  const style = { scale: signedScale, low: -1, high: 1 };
  assertEquals([-1, 0, 1].map((value) => inkOn(value, style)), [
    "#ffffff",
    "#000000",
    "#ffffff",
  ]);
});

Deno.test("cells() joins neighbours of one colour, and leaves NaN out", () => {
  const grid = { rows: 2, columns: 3, values: [0, 1, 1, NaN, 1, 0] };
  const svg = cells(grid, { x: 0, y: 10, cell: 5, high: 1 });
  assertStringIncludes(
    svg,
    '<path fill="rgb(0,0,0)" d="M5 10h10v5h-10zM5 15h5v5h-5z">',
  );
  assertEquals(svg.split("<path").length, 2);
});

Deno.test("short() has two decimals at most and a true minus sign", () => {
  assertEquals([1, -0.5, 0.666, -0.001].map(short), ["1", "−0.5", "0.67", "0"]);
});
