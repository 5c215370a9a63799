import { assertEquals, assertThrows } from "@std/assert";
import { heatOverlay } from "../../../lib/plots/grids/heat_overlay.ts";
import { traces } from "../traces.ts";

const panel = (...pixels: number[]) => ({ pixels, rows: 2, columns: 2 });
const heading = "pictures";

Deno.test("heatOverlay() lays each heat map over its own picture", () => {
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

Deno.test("heatOverlay() has one scale for all heat maps", () => {
  const panels = [
    { ...panel(0, 9, 0, 9), heat: [0, 0.5, 3, 0] },
    { ...panel(9, 0, 9, 0), heat: [1, 0, 0, 0] },
  ];
  const zmax = (options: { heading: string; largest?: number }) =>
    traces(heatOverlay(panels, options)).filter((_, k) => k % 2 === 1)
      .map((heat) => heat.zmax);
  assertEquals(zmax({ heading }), [3, 3]);
  assertEquals(zmax({ heading, largest: 5 }), [5, 5]);
  const cold = panels.map((each) => ({ ...each, heat: [0, 0, 0, 0] }));
  assertEquals(traces(heatOverlay(cold, { heading }))[1].zmax, 1);
  assertEquals(
    traces(heatOverlay(panels, { heading })).map(({ showscale }) => showscale),
    [false, true, false, false],
  );
});

Deno.test("heatOverlay() rejects an empty list and a heat map of another size", () => {
  assertThrows(() => heatOverlay([], { heading }), RangeError);
  assertThrows(
    () => heatOverlay([{ ...panel(1, 2, 3, 4), heat: [1] }], { heading }),
    RangeError,
    "must have 4 values: current value is 1",
  );
});
