import { assert } from "@std/assert";
import { Random } from "../../../../lib/data/random.ts";
import {
  grain,
  smoothNoise,
} from "../../../../lib/data/synthetic/pictures/grain.ts";
import { even } from "./rgb_pictures.ts";

Deno.test("grain() and smoothNoise() have the deviation that is asked for", () => {
  const grained = grain(even, new Random(1), { fine: 5 });
  const squares = grained.values.reduce((sum, v) => sum + (v - 100) ** 2, 0);
  const deviation = Math.sqrt(squares / grained.values.length);
  assert(Math.abs(deviation - 5) < 0.5, `${deviation}`);
  const steady = smoothNoise(30, 20, 7, () => 3);
  assert(steady.every((value) => Math.abs(value - 3) < 1e-6));
});
