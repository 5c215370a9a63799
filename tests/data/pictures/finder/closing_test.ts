import { assertEquals } from "@std/assert";
import {
  closing,
  dilate,
} from "../../../../lib/data/pictures/finder/closing.ts";
import { drawn, plane } from "./planes.ts";

Deno.test("dilate() takes the largest value in each window", () => {
  const point = drawn(
    ".....",
    ".#...",
    ".....",
    ".....",
  );
  const spread = drawn(
    "###..",
    "###..",
    "###..",
    ".....",
  );
  assertEquals(dilate(point, 1), spread);
});

Deno.test("closing() fills what is narrower than its window, and keeps gradients", () => {
  const light = (x: number, y: number) => 100 + 2 * x + y;
  const even = plane(40, 60, light);
  assertEquals(closing(even, 6), even);
  const isStroke = (x: number) => x >= 20 && x < 30;
  const dark = plane(40, 60, (x) => isStroke(x) ? 10 : 200);
  assertEquals(closing(dark, 6), plane(40, 60, () => 200));
  assertEquals(closing(dark, 3), dark);
});
