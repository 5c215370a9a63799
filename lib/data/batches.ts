import { Random } from "./random.ts";

/**
 * The order of the images in an epoch: a permutation that depends only on its
 * arguments, so a run that stops within an epoch can resume it.
 *
 * @param count Number of images
 * @param seed The run's seed
 * @param epoch The epoch's number
 * @returns int32, shape [count]
 * @throws {RangeError} if an argument is not a whole number of at least 0
 */
export function epochOrder(
  count: number,
  seed: number,
  epoch: number,
): Int32Array<ArrayBuffer> {
  requireWhole("count", count, 0);
  const order = Int32Array.from({ length: count }, (_, i) => i);
  return new Random(seed, "shuffle", epoch).shuffle(order);
}

/** Number of batches in an epoch, a shorter last one included. */
export function batchCount(count: number, batchSize: number): number {
  requireWhole("batch size", batchSize, 1);
  return Math.ceil(count / batchSize);
}

/**
 * Cuts an order into batches of indices; the last one may be shorter.
 *
 * A batch is indices, not images: the images are on the device and are gathered
 * there.
 *
 * @param order int32, shape [count]; the batches share its memory
 * @param from The first batch. Default 0
 * @throws {RangeError} if `batchSize` is below 1 or `from` below 0
 */
export function* batchesOf(
  order: Int32Array<ArrayBuffer>,
  batchSize: number,
  { from = 0 }: { from?: number } = {},
): Generator<Int32Array<ArrayBuffer>, void, undefined> {
  requireWhole("first batch", from, 0);
  const batches = batchCount(order.length, batchSize);
  for (let batch = from; batch < batches; batch++) {
    yield order.subarray(batch * batchSize, (batch + 1) * batchSize);
  }
}

function requireWhole(what: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(
    `Cannot make batches: ${what} must be a whole number of at least ${least}: current value is ${value}`,
  );
}
