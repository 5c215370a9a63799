import { assert, assertEquals } from "@std/assert";
import {
  medianDeviation,
  quantile,
  sample,
} from "../../../../lib/data/pictures/finder/quantile.ts";
import { Random } from "../../../../lib/data/random.ts";

Deno.test("quantile() and sample() take numbers from a list", () => {
  const values = Float32Array.of(5, 1, 4, 2, 3);
  assertEquals(quantile(values, 0.5), 3);
  assertEquals(quantile(values, 1), 5);
  assertEquals(quantile(new Float32Array(), 0.5), 0);
  assertEquals([...sample(values, 2)], [5, 4, 3]);
});

Deno.test("medianDeviation() is the standard deviation, outliers or not", () => {
  const random = new Random(1, "deviation");
  const values = Float32Array.from(
    { length: 20_000 },
    (_, at) => at % 50 === 0 ? 1e6 : random.normal(5, 2),
  );
  const deviation = medianDeviation(values, quantile(values, 0.5));
  assert(Math.abs(deviation - 2) < 0.1, `${deviation}`);
});
