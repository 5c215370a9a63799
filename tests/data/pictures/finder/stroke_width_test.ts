import { assert, assertEquals } from "@std/assert";
import {
  distances,
  strokeWidth,
} from "../../../../lib/data/pictures/finder/stroke_width.ts";
import { Random } from "../../../../lib/data/random.ts";
import { drawn, plane } from "./planes.ts";

Deno.test("distances() are those to the nearest pixel outside", () => {
  const random = new Random(1, "distances");
  const mask = plane(17, 23, () => random.uniform() < 0.85 ? 1 : 0);
  const found = distances(mask);
  for (let at = 0; at < mask.values.length; at++) {
    const [x, y] = [at % 23, Math.floor(at / 23)];
    let nearest = Math.min(x + 1, y + 1, 23 - x, 17 - y);
    mask.values.forEach((value, k) => {
      if (value > 0) return;
      nearest = Math.min(
        nearest,
        Math.hypot(k % 23 - x, Math.floor(k / 23) - y),
      );
    });
    assert(Math.abs(found.values[at] - nearest) < 1e-4, `${x}, ${y}`);
  }
});

Deno.test("distances() may count what is beyond the plane as in the mask", () => {
  const mask = drawn("###.");
  assertEquals([...distances(mask, "inside").values], [3, 2, 1, 0]);
  assertEquals([...distances(mask).values], [1, 1, 1, 0]);
});

Deno.test("strokeWidth() measures lines of any direction", () => {
  for (const width of [7, 11, 17]) {
    for (const angle of [0, 0.4, Math.PI / 4, 1.3]) {
      const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
      const line = plane(200, 200, (x, y) => {
        const [u, v] = [x - 100, y - 100];
        return Math.abs(u * dx + v * dy) < 80 &&
            Math.abs(u * dy - v * dx) < width / 2
          ? 1
          : 0;
      });
      const measured = strokeWidth(line);
      assert(
        Math.abs(measured - width) < 0.15 * width,
        `${width}: ${measured}`,
      );
    }
  }
  assertEquals(strokeWidth(plane(5, 5, () => 0)), 0);
});
