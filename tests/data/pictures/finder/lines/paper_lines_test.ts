import { assert, assertEquals } from "@std/assert";
import { removeLines } from "../../../../../lib/data/pictures/finder/lines/paper_lines.ts";
import { segment } from "../../pictures.ts";
import { plane } from "../planes.ts";

const inkAt = (x: number, y: number) => segment(x, y, [110, 60, 140, 190]) < 4;

Deno.test("removeLines() removes ruled and squared paper, and keeps the ink", () => {
  for (const [turn, strength] of [[0, 0.2], [0.05, 0.3], [-0.1, 0.5]]) {
    const isLine = (x: number, y: number) =>
      (y + turn * x + 400) % 40 < 2 || (x - turn * y + 400) % 40 < 2;
    const paper = plane(
      256,
      256,
      (x, y) => inkAt(x, y) ? 0.7 : isLine(x, y) ? strength : 0,
    );
    const { contrast, count } = removeLines(paper);
    assert(count >= 10, `${count} lines, turned by ${turn}`);
    let [ink, inked, left, lines] = [0, 0, 0, 0];
    contrast.values.forEach((value, at) => {
      const [x, y] = [at % 256, Math.floor(at / 256)];
      if (inkAt(x, y)) [ink, inked] = [ink + value, inked + 1];
      else if (isLine(x, y)) [left, lines] = [left + value, lines + 1];
    });
    assert(ink / inked > 0.62, `ink ${ink / inked}, turned by ${turn}`);
    assert(left / lines < 0.15 * strength, `lines ${left / lines}`);
  }
});

Deno.test("removeLines() leaves strokes that end before the edges", () => {
  const stroke = plane(200, 200, (x, y) => inkAt(x, y) ? 0.7 : 0);
  assertEquals(removeLines(stroke), { contrast: stroke, count: 0 });
});
