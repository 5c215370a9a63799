import { assertEquals } from "@std/assert";
import { labelComponents } from "../../../../lib/data/pictures/finder/components.ts";
import { groupsInOrder } from "../../../../lib/data/pictures/finder/reading_order.ts";
import { plane } from "./planes.ts";

Deno.test("groupsInOrder() reads lines from the top, each from the left", () => {
  // Strokes of 40 pixels, in two lines that climb a little
  const starts = [[150, 14], [20, 20], [80, 16], [30, 90], [100, 84]];
  const amount = plane(
    160,
    200,
    (x, y) =>
      starts.some(([left, top]) =>
          x >= left && x < left + 6 && y >= top && y < top + 40
        )
        ? 1
        : 0,
  );
  const found = labelComponents(Uint8Array.from(amount.values), 200);
  const ink = { ...found, amount, level: 1, clearness: 100 };
  const { groups } = groupsInOrder(ink);
  assertEquals(groups.map(({ left }) => left), [20, 80, 150, 30, 100]);
});

Deno.test("groupsInOrder() gives a bar to its digit, and leaves dashes out", () => {
  // A digit whose bar stands apart, a dash, and a digit
  const amount = plane(80, 200, (x, y) => {
    const body = x >= 20 && x < 26 && y >= 20 && y < 60;
    const bar = x >= 20 && x < 45 && y >= 12 && y < 17;
    const dash = x >= 90 && x < 115 && y >= 38 && y < 43;
    const other = x >= 150 && x < 156 && y >= 15 && y < 60;
    return body || bar || dash || other ? 1 : 0;
  });
  const found = labelComponents(Uint8Array.from(amount.values), 200);
  const ink = { ...found, amount, level: 1, clearness: 100 };
  const { groups } = groupsInOrder(ink);
  assertEquals(
    groups.map(({ left, top, components }) => [left, top, components.length]),
    [[20, 12, 2], [150, 15, 1]],
  );
});
