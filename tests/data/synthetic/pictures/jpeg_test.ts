import { assert } from "@std/assert";
import { jpeg } from "../../../../lib/data/synthetic/pictures/jpeg.ts";
import { apart, even, picture } from "./rgb_pictures.ts";

Deno.test("jpeg() keeps even areas, and loses detail", () => {
  assert(apart(jpeg(even, 0.5), even) < 2);
  const dots = picture((x, y) => (x * 7 + y * 13) % 5 === 0 ? 140 : 100);
  assert(apart(jpeg(dots, 1), dots) > 5);
  assert(apart(jpeg(dots, 0.001), dots) < 2);
});
