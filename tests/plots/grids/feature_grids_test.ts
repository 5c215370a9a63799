import { assertEquals } from "@std/assert";
import {
  featureMapGrid,
  kernelGrid,
} from "../../../lib/plots/grids/feature_grids.ts";
import { imageGrid } from "../../../lib/plots/grids/image_grid.ts";
import { traces } from "../traces.ts";

const panel = (...pixels: number[]) => ({ pixels, rows: 2, columns: 2 });
const heading = "pictures";

Deno.test("kernelGrid() has zero in the middle of its scale", () => {
  const [{ zmin, zmax }] = traces(
    kernelGrid([panel(-3, 1, 0, 2)], { heading }),
  );
  assertEquals([zmin, zmax], [-3, 3]);
});

Deno.test("featureMapGrid() has one scale for all maps, so that a dead one is empty", () => {
  const [{ z, zmin, zmax }] = traces(
    featureMapGrid([panel(0, 1, 2, 4), panel(0, 0, 0, 0)], {
      heading,
      size: 50,
    }),
  );
  assertEquals([zmin, zmax], [0, 4]);
  assertEquals(z[0], [0, 1, null, 0, 0, null]);
  const [dead] = traces(featureMapGrid([panel(0, 0, 0, 0)], { heading }));
  assertEquals([dead.zmin, dead.zmax], [0, 1]);
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
