import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  confusionMatrix,
  featureMapGrid,
  heatOverlay,
  imageGrid,
  kernelGrid,
} from "../../lib/plots/mod.ts";
import { traces } from "./traces.ts";

const panel = (...pixels: number[]) => ({ pixels, rows: 2, columns: 2 });
const heading = "pictures";

Deno.test("imageGrid() puts each picture where it belongs", () => {
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

Deno.test("imageGrid() stands captions above their pictures", () => {
  const { layout } = imageGrid(
    [panel(1, 2, 3, 4), { ...panel(5, 6, 7, 8), caption: "seven" }],
    { heading, perRow: 1, size: 40 },
  );
  assertEquals(layout.annotations?.length, 1);
  const [{ text, x, y, yanchor }] = layout.annotations ?? [];
  assertEquals([text, x, yanchor], ["seven", 0.5, "bottom"]);
  // 17 pixels of caption are one row of a picture of 20 pixels a row, and
  // with the gap each picture takes four rows: the second begins at row 5.
  assertEquals(y, 4.5);
});

Deno.test("imageGrid() makes room for captions of two lines", () => {
  const height = (caption: string) =>
    imageGrid([{ ...panel(1, 2, 3, 4), caption }], { heading, size: 34 })
      .layout.height;
  assert(height("a<br>b") > height("a"));
});

Deno.test("imageGrid() draws an even picture without dividing by zero", () => {
  const [{ zmin, zmax }] = traces(imageGrid([panel(5, 5, 5, 5)], { heading }));
  assertEquals([zmin, zmax], [5, 6]);
});

Deno.test("imageGrid() refuses none, unlike shapes and missing pixels", () => {
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

Deno.test("kernelGrid() has zero in the middle of its scale", () => {
  const [{ zmin, zmax }] = traces(
    kernelGrid([panel(-3, 1, 0, 2)], { heading }),
  );
  assertEquals([zmin, zmax], [-3, 3]);
});

Deno.test("featureMapGrid() stretches each map by itself", () => {
  const [{ z }] = traces(
    featureMapGrid([panel(0, 1, 2, 4), panel(10, 10, 20, 30)], {
      heading,
      size: 50,
    }),
  );
  assertEquals(z[0], [0, 0.25, null, 0, 0, null]);
  assertEquals(z[1], [0.5, 1, null, 0.5, 1, null]);
});

Deno.test("featureMapGrid() leaves a map without differences at 0", () => {
  const [{ z }] = traces(featureMapGrid([panel(7, 7, 7, 7)], { heading }));
  assertEquals(z[0].slice(0, 2), [0, 0]);
});

Deno.test("featureMapGrid() frames each map", () => {
  const { layout } = featureMapGrid([panel(1, 2, 3, 4), panel(5, 6, 7, 8)], {
    heading,
    perRow: 1,
    size: 50,
  });
  const frames = layout.shapes?.map(({ x0, x1, y0, y1 }) => [x0, x1, y0, y1]);
  assertEquals(frames, [[-0.5, 1.5, -0.5, 1.5], [-0.5, 1.5, 2.5, 4.5]]);
  assertEquals(imageGrid([panel(1, 2, 3, 4)], { heading }).layout.shapes, []);
});

Deno.test("heatOverlay() lays each heat over its own picture", () => {
  const panels = [
    { ...panel(0, 9, 0, 9), heat: [0, 0.5, 1, 0] },
    { ...panel(9, 0, 9, 0), heat: [1, 0, 0, 0] },
  ];
  const [, heat, picture, heat2] = traces(heatOverlay(panels, { heading }));
  assertEquals(heat.z, [[0, 0.5], [1, 0]]);
  assertEquals(picture.z, [[9, 0], [9, 0]]);
  assertEquals(heat.x, [0, 1]);
  assertEquals([picture.x, heat2.x], [[4, 5], [4, 5]]);
});

Deno.test("heatOverlay() refuses none and a heat of another size", () => {
  assertThrows(() => heatOverlay([], { heading }), RangeError);
  assertThrows(
    () => heatOverlay([{ ...panel(1, 2, 3, 4), heat: [1] }], { heading }),
    RangeError,
    "must have 4 values: current value is 1",
  );
});

Deno.test("confusionMatrix() colours errors and writes every count", () => {
  const figure = confusionMatrix([[90, 2], [0, 80]]);
  const [{ z, zmax }] = traces(figure);
  assertEquals(z, [[null, 2], [0, null]]);
  assertEquals(zmax, 2);
  assertEquals(
    figure.layout.annotations?.map(({ x, y, text }) => [x, y, text]),
    [[0, 0, "<b>90</b>"], [1, 0, "2"], [1, 1, "<b>80</b>"]],
  );
  assertEquals(figure.layout.title?.text, "Confusion matrix: 170 of 172 right");
});

Deno.test("confusionMatrix() refuses what is not square", () => {
  assertThrows(() => confusionMatrix([]), RangeError);
  assertThrows(() => confusionMatrix([[1, 2]]), RangeError, "must be square");
});
