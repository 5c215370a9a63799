import { assert, assertEquals } from "@std/assert";
import {
  blur,
  crop,
  resize,
  shrink,
  transpose,
} from "../../../../lib/data/pictures/finder/plane.ts";
import { plane } from "./planes.ts";

const steps = plane(2, 3, (x, y) => 3 * y + x); // 0 1 2 / 3 4 5

Deno.test("transpose() turns rows into columns", () => {
  assertEquals([...transpose(steps).values], [0, 3, 1, 4, 2, 5]);
  assertEquals(transpose(transpose(steps)), steps);
});

Deno.test("crop() takes the part in a box", () => {
  const part = crop(steps, { left: 1, top: 0, right: 3, bottom: 2 });
  assertEquals([...part.values], [1, 2, 4, 5]);
});

Deno.test("shrink() takes means of blocks, smaller ones at the far edges", () => {
  const { rows, columns, values } = shrink(steps, 2);
  assertEquals([rows, columns], [1, 2]);
  assertEquals([...values], [2, 3.5]);
  assertEquals(shrink(steps, 1), steps);
});

Deno.test("resize() is linear between the centres of pixels", () => {
  const wide = resize(plane(1, 2, (x) => 10 * x), 1, 4);
  assertEquals([...wide.values], [0, 2.5, 7.5, 10]);
});

Deno.test("blur() keeps what is even, and spreads a point as a Gaussian", () => {
  const even = blur(plane(9, 12, () => 7), 2);
  assert(even.values.every((value) => Math.abs(value - 7) < 1e-4));
  const point = blur(plane(41, 41, (x, y) => x === 20 && y === 20 ? 1 : 0), 2);
  const at = (x: number) => point.values[20 * 41 + x];
  assert(Math.abs(at(20) - 1 / (2 * Math.PI * 4)) < 1e-3);
  assert(Math.abs(at(22) / at(20) - Math.exp(-0.5)) < 1e-3);
  assertEquals(blur(point, 0), point);
});
