import { assert } from "@std/assert";
import { Random } from "../../../../lib/data/random.ts";
import {
  defocus,
  light,
  tilt,
} from "../../../../lib/data/synthetic/pictures/camera.ts";
import { apart, even, picture, ramp } from "./rgb_pictures.ts";

Deno.test("light() is uneven within its limits", () => {
  const options = { gradient: 0.3, vignette: 0.2, shadow: 0.2 };
  const lit = light(even, new Random(1), options);
  const [low, high] = [Math.min(...lit.values), Math.max(...lit.values)];
  assert(low > 100 * 0.6 * 0.7 * 0.75 && high <= 100, `${low} to ${high}`);
  assert(high - low > 10);
});

Deno.test("tilt() by nothing changes nothing, and little by little", () => {
  assert(apart(tilt(ramp, new Random(1), 0), ramp) < 1e-3);
  const tilted = apart(tilt(ramp, new Random(1), 0.05), ramp);
  assert(tilted > 1 && tilted < 30, `${tilted}`);
});

Deno.test("defocus() keeps even areas, and means over a window", () => {
  assert(apart(defocus(even, 1.5), even) < 1e-3);
  const line = defocus(picture((x) => x === 20 ? 90 : 0), 1);
  // Twice a mean of three: 1 2 3 2 1 ninths
  assert(Math.abs(line.values[3 * (16 * 40 + 20)] - 30) < 1e-3);
  assert(Math.abs(line.values[3 * (16 * 40 + 22)] - 10) < 1e-3);
});
