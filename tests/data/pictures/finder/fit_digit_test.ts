import { assert, assertEquals } from "@std/assert";
import { fitDigit } from "../../../../lib/data/pictures/finder/fit_digit.ts";
import { plane } from "./planes.ts";

/** A ring with an outer height and width, and a pen. */
function ring(height: number, width: number, pen: number) {
  return plane(height, width, (x, y) => {
    const u = (x + 0.5 - width / 2) / (width / 2);
    const v = (y + 0.5 - height / 2) / (height / 2);
    const inner = Math.hypot(
      u * width / (width - 2 * pen),
      v * height / (height - 2 * pen),
    );
    return Math.hypot(u, v) <= 1 && inner >= 1 ? 1 : 0;
  });
}

Deno.test("fitDigit() fills 20 pixels, centred by mass", () => {
  const digit = fitDigit(ring(120, 90, 14), 0.4)!;
  const inked = [...digit.keys()].filter((at) => digit[at] > 60);
  const rows = inked.map((at) => Math.floor(at / 28));
  assertEquals([Math.min(...rows), Math.max(...rows)], [4, 24]);
  let [mass, x, y] = [0, 0, 0];
  digit.forEach((value, at) => {
    mass += value;
    x += value * (at % 28);
    y += value * Math.floor(at / 28);
  });
  assert(Math.abs(x / mass - 14) < 0.1 && Math.abs(y / mass - 14) < 0.1);
});

Deno.test("fitDigit() thickens thin strokes and thins thick ones", () => {
  /** Ink in the middle row, from the left to the middle: one stroke's width. */
  const stroke = (pen: number) => {
    const digit = fitDigit(ring(200, 160, pen), 0.4)!;
    return digit.subarray(14 * 28, 14 * 28 + 14)
      .reduce((sum, value) => sum + value / 255, 0);
  };
  const widths = [2, 6, 25, 48].map(stroke);
  for (const width of widths) {
    assert(width > 1.6 && width < 4, `widths ${widths}`);
  }
  assert(widths[2] - 2.5 < 0.3, `a usual width stays: ${widths}`);
});

Deno.test("fitDigit() refuses a blot", () => {
  const disc = plane(
    80,
    80,
    (x, y) => Math.hypot(x - 39.5, y - 39.5) < 40 ? 1 : 0,
  );
  assertEquals(fitDigit(disc, 0.4), undefined);
});
