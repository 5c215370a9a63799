import { assert, assertEquals, assertThrows } from "@std/assert";
import { imageGrid } from "../../../lib/plots/grids/image_grid.ts";
import { traces } from "../traces.ts";

const panel = (...pixels: number[]) => ({ pixels, rows: 2, columns: 2 });
const heading = "pictures";

Deno.test("imageGrid() puts each picture in its place", () => {
  const figure = imageGrid(
    [panel(1, 2, 3, 4), panel(5, 6, 7, 8), panel(9, 10, 11, 12)],
    { heading, perRow: 2, size: 100 },
  );
  const [{ z, zmin, zmax }] = traces(figure);
  assertEquals(z, [
    [1, 2, null, 5, 6, null],
    [3, 4, null, 7, 8, null],
    [null, null, null, null, null, null],
    [9, 10, null, null, null, null],
    [11, 12, null, null, null, null],
    [null, null, null, null, null, null],
  ]);
  assertEquals([zmin, zmax], [1, 12]);
});

Deno.test("imageGrid() puts captions above their pictures", () => {
  const { layout } = imageGrid(
    [panel(1, 2, 3, 4), { ...panel(5, 6, 7, 8), caption: "seven" }],
    { heading, perRow: 1, size: 40 },
  );
  assertEquals(layout.annotations?.length, 1);
  const [{ text, x, y, yanchor }] = layout.annotations ?? [];
  assertEquals([text, x, yanchor], ["seven", 0.5, "bottom"]);
  // The caption of 17 CSS pixels takes one row of 20. With the gap, each picture
  // takes four rows, so the second begins at row 5.
  assertEquals(y, 4.5);
});

Deno.test("imageGrid() makes room for captions with two lines", () => {
  const height = (caption: string) =>
    imageGrid([{ ...panel(1, 2, 3, 4), caption }], { heading, size: 34 })
      .layout.height;
  assert(height("a<br>b") > height("a"));
});

Deno.test("imageGrid() draws a constant picture without dividing by zero", () => {
  const [{ zmin, zmax }] = traces(imageGrid([panel(5, 5, 5, 5)], { heading }));
  assertEquals([zmin, zmax], [5, 6]);
});

Deno.test("imageGrid() rejects an empty list, different shapes and missing pixels", () => {
  const draw = (panels: Parameters<typeof imageGrid>[0]) => () =>
    imageGrid(panels, { heading });
  assertThrows(draw([]), RangeError);
  assertThrows(draw([panel(1, 2, 3)]), RangeError, "2 × 2 with 3");
  assertThrows(
    draw([panel(1, 2, 3, 4), { pixels: [1], rows: 1, columns: 1 }]),
    RangeError,
    "picture 1",
  );
});
