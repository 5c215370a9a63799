import { assertEquals } from "@std/assert";
import { labelComponents } from "../../../../lib/data/pictures/finder/components.ts";
import { separate } from "../../../../lib/data/pictures/finder/touching.ts";
import { drawn } from "./planes.ts";

Deno.test("separate() cuts where the least ink is", () => {
  const amount = drawn(
    ".####....####.",
    "#....#..#....#",
    "#....####....#",
    "#....#..#....#",
    ".####....####.",
  );
  const found = labelComponents(Uint8Array.from(amount.values), 14);
  assertEquals(found.components.length, 1);
  const ink = { ...found, amount, level: 1, clearness: 100 };
  const [component] = found.components;
  const whole = [{ ...component, components: [component] }];
  const { labels, groups } = separate(ink, whole, () => 2);
  assertEquals(groups.map(({ left, right }) => right - left), [7, 7]);
  assertEquals(labels[14], groups[0].components[0].label);
  assertEquals(labels[27], groups[1].components[0].label);
  assertEquals(separate(ink, whole, () => 1).groups, whole);
});
