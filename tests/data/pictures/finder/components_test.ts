import { assertEquals } from "@std/assert";
import { labelComponents } from "../../../../lib/data/pictures/finder/components.ts";
import { drawn } from "./planes.ts";

Deno.test("labelComponents() joins pixels at edges and corners", () => {
  const { values, columns } = drawn(
    "##...#",
    "..#..#",
    "......",
    "#.....",
  );
  const { labels, components } = labelComponents(
    Uint8Array.from(values),
    columns,
  );
  assertEquals(components, [
    { label: 1, area: 3, left: 0, top: 0, right: 3, bottom: 2 },
    { label: 2, area: 2, left: 5, top: 0, right: 6, bottom: 2 },
    { label: 3, area: 1, left: 0, top: 3, right: 1, bottom: 4 },
  ]);
  assertEquals(labels[8], 1);
  assertEquals(labels[18], 3);
});
