import {
  assert,
  assertEquals,
  assertGreater,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { classCounts, type Digits, PIXELS } from "../../../lib/data/digits.ts";
import { pixelStatistics } from "../../../lib/data/statistics.ts";
import {
  syntheticDataset,
  syntheticDigits,
} from "../../../lib/data/synthetic/digits.ts";

function image(digits: Digits, index: number): Uint8Array {
  return digits.images.subarray(index * PIXELS, (index + 1) * PIXELS);
}

Deno.test("syntheticDigits() draws the same digits for the same seed", () => {
  const digits = syntheticDigits({ count: 40, seed: 3 });
  assertEquals(syntheticDigits({ count: 40, seed: 3 }), digits);
  const other = syntheticDigits({ count: 40, seed: 4 });
  assertNotEquals(other.images, digits.images);
});

Deno.test("syntheticDigits() begins a longer set with a shorter one's digits", () => {
  const short = syntheticDigits({ count: 25, seed: 1 });
  const long = syntheticDigits({ count: 60, seed: 1 });
  assertEquals(long.images.subarray(0, 25 * PIXELS), short.images);
  assertEquals(long.labels.subarray(0, 25), short.labels);
});

Deno.test("syntheticDigits() gives each class the same share", () => {
  const digits = syntheticDigits({ count: 200, seed: 1 });
  assertEquals([...classCounts(digits)], new Array(10).fill(20));
});

Deno.test("syntheticDigits() draws every digit differently", () => {
  const digits = syntheticDigits({ count: 500, seed: 1 });
  const seen = new Set(
    Array.from({ length: 500 }, (_, i) => image(digits, i).join()),
  );
  assertEquals(seen.size, 500);
});

Deno.test("syntheticDigits() draws digits as bright and as large as MNIST's", () => {
  const digits = syntheticDigits({ count: 2000, seed: 1 });
  const { mean, standardDeviation } = pixelStatistics(digits);
  // MNIST: 0.1307 and 0.3081.
  assert(Math.abs(mean - 0.1307) < 0.015, `mean ${mean}`);
  assert(Math.abs(standardDeviation - 0.3081) < 0.02, `${standardDeviation}`);
  for (let i = 0; i < digits.count; i++) {
    const rows = new Set<number>();
    const columns = new Set<number>();
    let [x, y, mass] = [0, 0, 0];
    image(digits, i).forEach((value, at) => {
      if (value === 0) return;
      rows.add(Math.floor(at / 28));
      columns.add(at % 28);
      x += value * (at % 28);
      y += value * Math.floor(at / 28);
      mass += value;
    });
    const longer = Math.max(rows.size, columns.size);
    assert(longer >= 17 && longer <= 24, `digit ${i} spans ${longer} pixels`);
    assert(
      Math.abs(x / mass - 14) < 2,
      `digit ${i} is at column ${x / mass}`,
    );
    assert(Math.abs(y / mass - 14) < 2, `digit ${i} is at row ${y / mass}`);
  }
});

Deno.test("syntheticDigits() draws digits that the nearest class mean recognises", () => {
  const { train, test } = syntheticDataset({ train: 1000, test: 300 });
  const means = Array.from({ length: 10 }, () => new Float64Array(PIXELS));
  for (let i = 0; i < train.count; i++) {
    const mean = means[train.labels[i]];
    image(train, i).forEach((value, at) => mean[at] += value / 100);
  }
  let right = 0;
  for (let i = 0; i < test.count; i++) {
    const distances = means.map((mean) =>
      image(test, i).reduce(
        (sum, value, at) => sum + (value - mean[at]) ** 2,
        0,
      )
    );
    const nearest = distances.indexOf(Math.min(...distances));
    if (nearest === test.labels[i]) right++;
  }
  // The same rule gets 82 % on MNIST.
  assertGreater(right / test.count, 0.7);
});

Deno.test("syntheticDataset() names its source; its two sets share no digit", () => {
  const { train, test, source } = syntheticDataset({ train: 60, test: 20 });
  assertEquals([train.count, test.count], [60, 20]);
  assertEquals(source.kind, "synthetic");
  assertEquals(source.place, "drawn by this program: 60 + 20, seed 1");
  const seen = new Set(
    Array.from({ length: 60 }, (_, i) => image(train, i).join()),
  );
  for (let i = 0; i < 20; i++) assert(!seen.has(image(test, i).join()));
});

Deno.test("syntheticDigits() refuses a count below 1", () => {
  for (const count of [0, -1, 1.5]) {
    assertThrows(
      () => syntheticDigits({ count, seed: 1 }),
      RangeError,
      "count must be a whole number of at least 1",
    );
  }
});
