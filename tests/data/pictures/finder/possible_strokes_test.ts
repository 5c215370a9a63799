import { assertEquals } from "@std/assert";
import { labelComponents } from "../../../../lib/data/pictures/finder/components.ts";
import { possibleStrokes } from "../../../../lib/data/pictures/finder/possible_strokes.ts";
import { plane } from "./planes.ts";

Deno.test("possibleStrokes() leaves out frames, strips and steps in the light", () => {
  const isStroke = (x: number, y: number) =>
    x > 40 && x < 46 && y > 30 && y < 70;
  const scenes: Record<string, (x: number, y: number) => number> = {
    alone: () => 0,
    frame: (x, y) => Math.min(x, y, 99 - x, 99 - y) < 3 ? 1 : 0,
    strip: (_, y) => y > 93 && y < 98 ? 1 : 0,
    step: (x) => x < 70 ? 0 : x < 75 ? -0.8 : x < 80 ? 0.8 : 0,
  };
  for (const [name, scene] of Object.entries(scenes)) {
    const amount = plane(
      100,
      100,
      (x, y) => isStroke(x, y) ? 1 : scene(x, y),
    );
    const mask = Uint8Array.from(amount.values, (value) => value > 0.5 ? 1 : 0);
    const { labels, components } = labelComponents(mask, 100);
    const kept = possibleStrokes(components, labels, amount);
    assertEquals(kept.map(({ left, top }) => [left, top]), [[41, 31]], name);
  }
});
