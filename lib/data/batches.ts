import { Random } from "./random.ts";

/**
 * The order in which an epoch goes through the images: a permutation that
 * depends on its arguments alone, so that a run which was stopped within an
 * epoch finds it again.
 *
 * @param count How many images there are
 * @param seed The run's seed
 * @param epoch The epoch's number, from 0 or 1
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

/** How many batches there are of that many images, a last short one included. */
export function batchCount(count: number, batchSize: number): number {
  requireWhole("batch size", batchSize, 1);
  return Math.ceil(count / batchSize);
}

/**
 * Cuts an order into batches of indices; the last one is shorter where the batch
 * size does not divide the count.
 *
 * Batches are indices rather than images, because the images lie on the device
 * and are gathered there.
 *
 * @param order int32, shape [count]; the batches share its memory
 * @param from The batch to begin with, 0 by default
 * @throws {RangeError} if batchSize is not at least 1, or from not at least 0
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
