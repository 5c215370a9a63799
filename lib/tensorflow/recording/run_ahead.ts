import type { PendingCall } from "./call_queue.ts";
import type { CompiledFunction } from "./compile.ts";

/** A call whose result is there. */
export interface CompletedCall<Item, Result> {
  /** The item that the call was for. */
  readonly item: Item;
  /** What the function returned; the receiver disposes it. */
  readonly result: Result;
  /** How long JavaScript waited for the call. */
  readonly seconds: number;
}

/** How an item becomes a call's arguments. */
export interface ItemArguments<Item, Args> {
  /**
   * Makes the arguments for an item.
   *
   * @param index The item's position, from 0.
   */
  argsOf(item: Item, index: number): Args;
  /** Frees the arguments after the call. */
  free(args: Args): void;
}

/** Time for a group of calls, short enough for a smooth progress bar. */
const GROUP_SECONDS = 0.05;
const MAX_GROUP_SIZE = 8;

/**
 * Calls a compiled function for each item and yields the results in order.
 *
 * The next group of calls is queued before the results of the current one are
 * yielded, so TensorFlow never waits for JavaScript. The receiver sees no
 * difference: at each result, variables and random numbers are as that call
 * left them, and if the receiver stops early, the calls queued ahead are
 * cancelled.
 *
 * @throws {TensorFlowError} if TensorFlow fails.
 */
export async function* runAhead<
  Args extends readonly unknown[],
  Result,
  Item,
>(
  compiled: Pick<CompiledFunction<Args, Result>, "begin">,
  items: Iterable<Item>,
  { argsOf, free }: ItemArguments<Item, Args>,
): AsyncGenerator<CompletedCall<Item, Result>, void, undefined> {
  const iterator = items[Symbol.iterator]();
  let index = 0;
  const pending = new Set<ItemCall<Item, Args, Result>>();
  const beginGroup = (size: number) => {
    const group: ItemCall<Item, Args, Result>[] = [];
    while (group.length < size) {
      const { value: item, done } = iterator.next();
      if (done) break;
      const args = argsOf(item, index++);
      try {
        group.push({ item, args, call: compiled.begin(...args) });
      } catch (error) {
        free(args);
        throw error;
      }
      pending.add(group.at(-1)!);
    }
    return group;
  };
  try {
    let size = 1;
    for (
      let group = beginGroup(size), next;
      group.length > 0;
      group = next
    ) {
      const start = performance.now();
      next = beginGroup(size);
      await group.at(-1)!.call.ran();
      const waited = secondsSince(start) / group.length;
      size = Math.min(MAX_GROUP_SIZE, Math.ceil(GROUP_SECONDS / waited));
      for (const each of group) {
        const start = performance.now();
        const result = await each.call.finish();
        pending.delete(each);
        free(each.args);
        const seconds = waited + secondsSince(start);
        yield { item: each.item, result, seconds };
      }
    }
  } finally {
    for (const { call, args } of pending) {
      call[Symbol.dispose]();
      free(args);
    }
  }
}

/** An item's call in TensorFlow's queue. */
interface ItemCall<Item, Args, Result> {
  readonly item: Item;
  readonly args: Args;
  readonly call: PendingCall<Result>;
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
