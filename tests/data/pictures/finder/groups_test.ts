import { assertEquals } from "@std/assert";
import type { Component } from "../../../../lib/data/pictures/finder/components.ts";
import { mainGroup } from "../../../../lib/data/pictures/finder/groups.ts";

let label = 0;

/** A component of a box, filled to a fifth. */
function part(
  left: number,
  top: number,
  right: number,
  bottom: number,
): Component {
  const area = Math.ceil((right - left) * (bottom - top) / 5);
  return { label: ++label, area, left, top, right, bottom };
}

Deno.test("mainGroup() takes the digit with its parts, and no specks", () => {
  const body = part(80, 80, 120, 140);
  const bar = part(90, 68, 125, 74); // of a 5
  const speck = part(130, 100, 132, 102);
  const far = part(10, 10, 30, 40);
  const group = mainGroup([speck, far, bar, body], 200, 200)!;
  assertEquals(
    group.components.map(({ label }) => label),
    [body.label, bar.label],
  );
  assertEquals([group.left, group.top, group.right, group.bottom], [
    80,
    68,
    125,
    140,
  ]);
});

Deno.test("mainGroup() prefers what is large and central to what touches an edge", () => {
  const digit = part(80, 80, 120, 140);
  const table = part(0, 0, 30, 200);
  assertEquals(mainGroup([table, digit], 200, 200)?.left, 80);
});

Deno.test("mainGroup() takes no dash and nothing tiny", () => {
  assertEquals(mainGroup([], 200, 200), undefined);
  assertEquals(mainGroup([part(50, 90, 150, 100)], 200, 200), undefined);
  assertEquals(mainGroup([part(100, 100, 104, 104)], 200, 200), undefined);
});
