import { assert, assertEquals } from "@std/assert";
import { findDigits } from "../../../lib/data/pictures/find_digits.ts";
import type { GreyPicture } from "../../../lib/data/pictures/grey_picture.ts";
import { luminanceOf } from "../../../lib/data/pictures/luminance.ts";
import { Random } from "../../../lib/data/random.ts";
import { syntheticDigits } from "../../../lib/data/synthetic/digits.ts";
import { drawPictures } from "../../../lib/data/synthetic/pictures/draw.ts";
import { KINDS } from "../../../lib/data/synthetic/pictures/kinds.ts";
import { correlation, picture, segment, seven } from "./pictures.ts";

Deno.test("findDigits() makes pictures of every kind like the digit alone", async () => {
  const low: string[] = [];
  let sum = 0;
  const options = { count: KINDS.length, seed: 5, fonts: "test" } as const;
  for await (const drawn of drawPictures(options)) {
    const { kind, label, width: columns, height: rows, values, ink } = drawn;
    const seen = findDigits(luminanceOf({ rows, columns, values })).digits;
    assertEquals(seen.length, 1, `${label}, ${kind}`);
    const alone = { rows, columns, values: ink.map((amount) => 255 - amount) };
    const [clean] = findDigits(alone).digits;
    const likeness = correlation(seen[0], clean);
    sum += likeness;
    if (likeness < 0.8) low.push(`${label}, ${kind}: ${likeness.toFixed(2)}`);
  }
  assertEquals(low, []);
  assert(sum / options.count > 0.93, `mean likeness ${sum / options.count}`);
});

Deno.test("findDigits() finds nothing where no digit is", () => {
  const random = new Random(1, "empty");
  const grain = (level: number) => level + random.normal(0, 6);
  const empty: Record<string, GreyPicture> = {
    white: picture(90, 120, () => 255),
    black: picture(90, 120, () => 0),
    "one pixel": picture(1, 1, () => 0),
    "one row": picture(1, 300, (x) => x % 9 === 0 ? 0 : 255),
    grain: picture(200, 260, () => grain(180)),
    gradient: picture(200, 260, (x, y) => grain(90 + 0.3 * x + 0.2 * y)),
    shadow: picture(
      200,
      260,
      (x, y) => grain(170 - 50 * Math.tanh((x + y - 230) / 8)),
    ),
    "ruled paper": picture(200, 260, (_, y) => grain(y % 30 < 2 ? 150 : 240)),
    "squared paper": picture(
      200,
      260,
      (x, y) => grain(x % 25 < 2 || y % 25 < 2 ? 150 : 240),
    ),
    "a table beside the paper": picture(200, 260, (x) => x < 40 ? 90 : 230),
    "a frame": picture(
      200,
      200,
      (x, y) => Math.min(x, y, 199 - x, 199 - y) < 5 ? 0 : 255,
    ),
    "a blot": picture(
      200,
      200,
      (x, y) => Math.hypot(x - 90, y - 110) < 30 ? 0 : 255,
    ),
    "a speck": picture(200, 200, (x, y) => x === 90 && y === 80 ? 0 : 255),
  };
  for (const [name, each] of Object.entries(empty)) {
    assertEquals(findDigits(each), { digits: [], boxes: [] }, name);
    assertEquals(findDigits(each, { split: true }).digits, [], name);
  }
});

Deno.test("findDigits() keeps MNIST's own images as they are", () => {
  const { images } = syntheticDigits({ count: 1, seed: 1 });
  const own = { rows: 28, columns: 28, values: images };
  assertEquals(findDigits(own).digits, [images]);
});

Deno.test("findDigits() sees the same digit dark on light and light on dark, large and small", () => {
  const shown = {
    large: seven({ side: 400, x: 120, y: 90, height: 200, pen: 24 }),
    light: seven({
      side: 400,
      x: 120,
      y: 90,
      height: 200,
      pen: 24,
      ink: 255,
      paper: 20,
    }),
    pale: seven({
      side: 400,
      x: 120,
      y: 90,
      height: 200,
      pen: 24,
      ink: 200,
      paper: 225,
    }),
    "in a corner": seven({ side: 400, x: 12, y: 12, height: 200, pen: 24 }),
    "at the edge": seven({ side: 400, x: 40, y: 4, height: 200, pen: 24 }),
    small: seven({ side: 1000, x: 700, y: 800, height: 50, pen: 6 }),
    tiny: seven({ side: 40, x: 12, y: 10, height: 20, pen: 2.4 }),
    thin: seven({ side: 400, x: 120, y: 90, height: 200, pen: 3 }),
  };
  const [first] = findDigits(shown.large).digits;
  for (const [name, each] of Object.entries(shown)) {
    const { digits } = findDigits(each);
    assertEquals(digits.length, 1, name);
    const likeness = correlation(digits[0], first);
    assert(likeness > 0.8, `${name}: ${likeness}`);
  }
});

Deno.test("findDigits() tells where the digit is", () => {
  const side = 1000;
  const small = seven({ side, x: 700, y: 800, height: 60, pen: 8 });
  const [box] = findDigits(small).boxes;
  const expected = { left: 696, top: 796, right: 740, bottom: 864 };
  for (const edge of ["left", "top", "right", "bottom"] as const) {
    assert(Math.abs(box[edge] - expected[edge]) <= 3, `${edge}: ${box[edge]}`);
  }
});

Deno.test("findDigits() reads several digits line by line, specks left out", () => {
  // 1 1 7 over 7 1, with a speck
  const sevens = [[200, 20], [40, 160]];
  const ones = [[40, 24], [120, 18], [160, 150]];
  const page = picture(280, 300, (x, y) => {
    const speck = Math.hypot(x - 250, y - 200) < 2;
    const ink = speck ||
      ones.some(([left, top]) =>
        segment(x, y, [left + 10, top, left, top + 90]) < 5
      ) ||
      sevens.some(([left, top]) =>
        segment(x, y, [left, top, left + 50, top]) < 5 ||
        segment(x, y, [left + 50, top, left + 15, top + 95]) < 5
      );
    return ink ? 30 : 240;
  });
  const { digits, boxes } = findDigits(page, { split: true });
  assertEquals(
    boxes.map(({ left }) => Math.round(left / 20) * 20),
    [40, 120, 200, 40, 160],
  );
  assert(correlation(digits[2], digits[3]) > 0.95);
  assert(correlation(digits[0], digits[2]) < 0.6);
});

Deno.test("findDigits() joins a stroke with a gap", () => {
  const whole = seven({ side: 200, x: 60, y: 40, height: 110, pen: 10 });
  const broken = {
    ...whole,
    values: whole.values.map((value, at) => {
      const row = Math.floor(at / 200);
      return row >= 85 && row < 91 ? 255 : value;
    }),
  };
  for (const split of [false, true]) {
    const { digits } = findDigits(broken, { split });
    assertEquals(digits.length, 1);
    assert(correlation(digits[0], findDigits(whole).digits[0]) > 0.9);
  }
});
