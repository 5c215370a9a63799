import { assertEquals, assertThrows } from "@std/assert";
import { numberGrids } from "../../../lib/plots/grids/number_grids.ts";
import { traces } from "../traces.ts";

const heading = "a product";

Deno.test("numberGrids() places matrices side by side, centred", () => {
  const figure = numberGrids([
    { name: "a", values: [[1, 2], [3, 4], [5, 6]], sign: "=" },
    { name: "b", values: [[-7]] },
  ], { heading });
  const [a, b] = traces(figure);
  assertEquals([a.x, a.y, a.z], [[0, 1], [0, 1, 2], [[1, 2], [3, 4], [5, 6]]]);
  assertEquals([b.x, b.y, b.z], [[3.4], [1], [[-7]]]);
  for (const { zmin, zmax } of [a, b]) assertEquals([zmin, zmax], [-14, 14]);
  assertEquals(figure.alt, "a product: a of 3 by 2 = b of 1 by 1");
});

Deno.test("numberGrids() writes numbers, names and signs", () => {
  const { layout } = numberGrids([
    { name: "a", values: [[-1, 0.256]], sign: "*" },
    { name: "b", values: [[2]] },
  ], { heading, decimals: 1 });
  assertEquals(
    layout.annotations?.map(({ text }) => text),
    ["−1", "0.3", "a", "*", "2", "b"],
  );
});

Deno.test("numberGrids() frames the given cells", () => {
  const { layout } = numberGrids([{
    name: "a",
    values: [[1, 2, 3], [4, 5, 6]],
    frame: { row: 0, column: 1, rows: 2, columns: 2 },
  }], { heading });
  const { x0, x1, y0, y1 } = layout.shapes?.at(-1) ?? {};
  assertEquals([x0, x1, y0, y1], [0.5, 2.5, -0.5, 1.5]);
  assertEquals(layout.shapes?.length, 7); // six cells and the frame
});

Deno.test("numberGrids() says what rows and columns stand for, and leaves NaN empty", () => {
  const { layout } = numberGrids([{
    name: "a",
    values: [[NaN, 2], [3, NaN]],
    axes: { rows: "image", columns: "answer" },
  }], { heading });
  assertEquals(
    layout.annotations?.map(({ text }) => text),
    ["", "2", "3", "", "a", "0", "1", "0", "1", "image", "answer"],
  );
});

Deno.test("numberGrids() rejects an empty list and rows of different lengths", () => {
  assertThrows(() => numberGrids([], { heading }), RangeError);
  assertThrows(
    () => numberGrids([{ name: "a", values: [[1], [2, 3]] }], { heading }),
    RangeError,
    "current lengths are 1, 2",
  );
});
