/**
 * `deno task bench:cluster link`: what a reduction and a training step of two workers
 * cost on slow networks.
 *
 * @module
 */
import type { Link } from "./carry.ts";
import { measure, obstacle } from "./measure.ts";

const ROUNDS = 3;
/** The vector of a step of `reference`, and larger ones. */
const SIZES = [13_660, 100_000, 1_000_000, 10_000_000];
const BATCH = 32;
const LINKS: readonly Link[] = [
  { delay: 0, loss: 0 },
  { delay: 1, loss: 0 },
  { delay: 5, loss: 0 },
  { delay: 20, loss: 0 },
  { delay: 5, loss: 0.001 },
  { delay: 5, loss: 0.01 },
  { delay: 1, loss: 0, megabits: 100 },
];

/** Prints the table. */
export async function compareLinks(): Promise<number> {
  const reason = await obstacle();
  if (reason !== undefined) {
    console.error(`Cannot measure a slow network: ${reason}`);
    return 2;
  }
  const times = await measure(
    LINKS.map((link) => ({
      link,
      machines: 2,
      sizes: SIZES,
      batches: [BATCH],
    })),
    ROUNDS,
  );
  const cells = (values: readonly string[]) => `| ${values.join(" | ")} |`;
  console.log(cells([
    ...["ms one way", "lost", "Mbit/s"],
    ...SIZES.map((size) => size.toLocaleString("en")),
    "steps a second",
  ]));
  console.log(cells(Array(SIZES.length + 4).fill("---:")));
  LINKS.forEach(({ delay, loss, megabits }, index) => {
    const { reductions, steps } = times[index];
    console.log(cells([
      ...[`${delay}`, `${100 * loss} %`, `${megabits ?? "any"}`],
      ...SIZES.map((size) => reductions[size]?.toPrecision(2) ?? ""),
      (1000 / steps[BATCH]).toFixed(1),
    ]));
  });
  return 0;
}
