/**
 * `deno task bench:cluster model`: what a reduction costs, by a formula whose constants
 * fit two and four workers, beside what it costs eight.
 *
 * @module
 */
import type { Link } from "./carry.ts";
import { measure, obstacle, type Setting } from "./measure.ts";

const ROUNDS = 3;
const SIZES = [13_660, 100_000, 1_000_000];
const DELAYS = [1, 5, 20];
const MEGABITS = 100;
/** The network of the notebook's estimate. */
const CABLE: Link = { delay: 0.1, loss: 0, megabits: 1000 };

/** Parameters of a large network. */
const LARGE = 25_000_000;
/** Workers that add up first, where groups do. */
const GROUP = 8;

/** A reduction. */
interface Point {
  readonly workers: number;
  readonly floats: number;
  readonly link: Link;
}

/**
 * What its milliseconds are made of: a start, rounds in a ring, delays of the start and
 * of the rounds, and the bytes that a worker sends.
 */
function terms({ workers, floats, link }: Point): number[] {
  const rounds = 2 * (workers - 1);
  const { delay, megabits = Infinity } = link;
  const bits = 32 * floats * rounds / workers;
  return [1, rounds, delay, rounds * delay, bits / (1000 * megabits)];
}

/**
 * The constants with which the terms come closest to the times, by least squares of the
 * relative differences; none below 0.
 */
function fit(points: readonly Point[], times: readonly number[]): number[] {
  const rows = points.map((point, index) =>
    terms(point).map((term) => term / times[index])
  );
  const constants = rows[0].map(() => 0);
  // One after the other, until nothing changes
  for (let round = 0; round < 20_000; round++) {
    const place = round % constants.length;
    let above = 0;
    let below = 0;
    for (const row of rows) {
      const rest = row.reduce(
        (sum, term, k) => k === place ? sum : sum + term * constants[k],
        0,
      );
      above += row[place] * (1 - rest);
      below += row[place] ** 2;
    }
    constants[place] = Math.max(0, above / below);
  }
  return constants;
}

const predict = (constants: readonly number[], point: Point) =>
  terms(point).reduce((sum, term, k) => sum + term * constants[k], 0);

/** Measures, fits, and prints what it predicts. */
export async function fitModel(): Promise<number> {
  const reason = await obstacle();
  if (reason !== undefined) {
    console.error(`Cannot measure a slow network: ${reason}`);
    return 2;
  }
  const settings: Setting[] = [2, 4, 8].flatMap((machines) =>
    DELAYS.map((delay) => ({
      machines,
      link: { delay, loss: 0, megabits: MEGABITS },
      sizes: SIZES,
      batches: [],
    }))
  );
  const measured = (await measure(settings, ROUNDS)).flatMap(
    ({ reductions }, index) =>
      SIZES.map((floats) => ({
        point: {
          workers: settings[index].machines,
          floats,
          link: settings[index].link,
        },
        time: reductions[floats],
      })),
  );
  const known = measured.filter(({ point }) => point.workers < 8);
  const constants = fit(
    known.map(({ point }) => point),
    known.map(({ time }) => time),
  );
  const [start, round, startDelays, delays, cable] = constants
    .map((value) => value.toFixed(2));
  console.log(
    `ms = ${start} + ${round} R + (${startDelays} + ${delays} R) delay + ${cable} bits / bandwidth, R = 2 (N - 1) rounds\n`,
  );
  console.log("| workers | floats | ms one way | measured | predicted |");
  console.log("| ---: | ---: | ---: | ---: | ---: |");
  for (const { point, time } of measured) {
    const { workers, floats, link: { delay } } = point;
    const predicted = predict(constants, point);
    console.log(
      `| ${workers} | ${floats} | ${delay} | ${time.toPrecision(2)} | ${
        predicted.toPrecision(2)
      } |`,
    );
  }
  console.log(`\nOn ${JSON.stringify(CABLE)}:\n`);
  extrapolate(constants);
  return 0;
}

/** Prints what many workers would cost on {@linkcode CABLE}. */
function extrapolate(constants: readonly number[]): void {
  const network = [0, 0, ...constants.slice(2)];
  console.log(
    `| workers | floats | ms | of these the network's | in groups of ${GROUP} |`,
  );
  console.log("| ---: | ---: | ---: | ---: | ---: |");
  for (const floats of [SIZES[0], LARGE]) {
    const of = (workers: number) => ({ workers, floats, link: CABLE });
    const group = predict(constants, of(GROUP));
    for (const workers of [8, 64, 512]) {
      // Groups add up, then groups of groups
      const levels = Math.round(Math.log(workers) / Math.log(GROUP));
      const times = [
        predict(constants, of(workers)),
        predict(network, of(workers)),
        levels * group,
      ].map((time) => time.toFixed(0));
      console.log(`| ${workers} | ${floats} | ${times.join(" | ")} |`);
    }
  }
}
