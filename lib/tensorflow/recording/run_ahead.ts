import {
  type AheadOptions,
  CallsAhead,
  type CompletedCall,
  type ItemArguments,
  secondsSince,
} from "./calls_ahead.ts";
import type { CompiledFunction } from "./compile.ts";

/** A call that was begun ahead; the receiver finishes it. */
export interface CallAhead<Item, Result> {
  /** The item that the call is for. */
  readonly item: Item;
  /**
   * Waits for the call, makes it take effect and frees its arguments.
   *
   * @throws {TensorFlowError} if TensorFlow fails.
   */
  finish(): Promise<CompletedCall<Item, Result>>;
}

/** Time for a group of calls, short enough for a smooth progress bar. */
const GROUP_SECONDS = 0.05;

/**
 * The largest group. Calls of less than a millisecond come in larger ones, since
 * waiting for one takes JavaScript a fifth of a millisecond.
 */
const maxGroupSize = (seconds: number) => seconds < 0.001 ? 16 : 8;

/**
 * Calls a compiled function for each item and yields the results in order.
 *
 * The next group of calls is queued before the results of the current one are
 * yielded, so TensorFlow never waits for JavaScript. The receiver sees no
 * difference: at each result, variables and random numbers are as that call
 * left them, and if the receiver stops early, the calls queued ahead are
 * cancelled. An error of the items comes after the results before it.
 *
 * @throws {TensorFlowError} if TensorFlow fails.
 */
export async function* runAhead<Args extends readonly unknown[], Result, Item>(
  compiled: Pick<CompiledFunction<Args, Result>, "begin">,
  items: Iterable<Item> | AsyncIterable<Item>,
  options: ItemArguments<Item, Args>,
): AsyncGenerator<CompletedCall<Item, Result>, void, undefined> {
  for await (const call of beginAhead(compiled, items, options)) {
    yield await call.finish();
  }
}

/**
 * Begins calls as {@linkcode runAhead} does, but leaves it to the receiver to
 * finish each before it asks for the next.
 */
export async function* beginAhead<
  Args extends readonly unknown[],
  Result,
  Item,
>(
  compiled: Pick<CompiledFunction<Args, Result>, "begin">,
  items: Iterable<Item> | AsyncIterable<Item>,
  options: AheadOptions<Item, Args>,
): AsyncGenerator<CallAhead<Item, Result>, void, undefined> {
  const calls = new CallsAhead(compiled, items, options);
  try {
    let size = 1;
    let group = await calls.begin(size);
    while (group.length > 0) {
      const start = performance.now();
      const next = await calls.begin(size);
      await group.at(-1)!.call.ran();
      const waited = secondsSince(start) / group.length;
      size = Math.min(
        maxGroupSize(waited),
        Math.ceil(GROUP_SECONDS / waited),
      );
      for (const each of group) {
        const finish = () => calls.finish(each, waited);
        yield { item: each.item, finish };
      }
      group = next.length > 0 ? next : await calls.begin(size);
    }
    calls.throwFailure();
  } finally {
    await calls.cancel();
  }
}
