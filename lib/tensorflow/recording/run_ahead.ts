import type { CompiledFunction } from "./compile.ts";
import type { PendingCall } from "./call_queue.ts";

/** A call that has ended. */
export interface CompletedCall<Item, Result> {
  readonly item: Item;
  /** The receiver's to dispose. */
  readonly result: Result;
  /** CallStrategy long it was waited for. */
  readonly seconds: number;
}

/** What a call gets. */
export interface ItemArguments<Item, Args> {
  /** @param index CallStrategy many items were before it. */
  argsOf(item: Item, index: number): Args;
  /** Frees them after the call. */
  free(args: Args): void;
}

/** About how long a group of calls takes at the most: a progress bar flows. */
const GROUP_SECONDS = 0.05;
const MOST_IN_GROUP = 8;

/**
 * Calls a compiled function for each item, and hands out what it returns.
 *
 * One group of calls is begun before the results of the one before are handed
 * out: TensorFlow never waits for JavaScript, which does its part for several
 * calls at once, from warm caches. The receiver can't tell: variables and random
 * numbers are at each result as that call left them, and calls that were begun
 * ahead are without effect where no more results are asked for.
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
  const source = items[Symbol.iterator]();
  let index = 0;
  const begun = new Set<CallInProgress<Item, Args, Result>>();
  const begin = (size: number) => {
    const group: CallInProgress<Item, Args, Result>[] = [];
    while (group.length < size) {
      const { value: item, done } = source.next();
      if (done) break;
      const args = argsOf(item, index++);
      try {
        group.push({ item, args, call: compiled.begin(...args) });
      } catch (error) {
        free(args);
        throw error;
      }
      begun.add(group.at(-1)!);
    }
    return group;
  };
  try {
    let size = 1;
    for (let group = begin(size), next; group.length > 0; group = next) {
      const start = performance.now();
      next = begin(size);
      await group.at(-1)!.call.waitUntilRun();
      const waited = secondsSince(start) / group.length;
      size = Math.min(MOST_IN_GROUP, Math.ceil(GROUP_SECONDS / waited));
      for (const each of group) {
        const start = performance.now();
        const result = await each.call.finish();
        begun.delete(each);
        free(each.args);
        const seconds = waited + secondsSince(start);
        yield { item: each.item, result, seconds };
      }
    }
  } finally {
    for (const { call, args } of begun) {
      call[Symbol.dispose]();
      free(args);
    }
  }
}

/** A call that TensorFlow has. */
interface CallInProgress<Item, Args, Result> {
  readonly item: Item;
  readonly args: Args;
  readonly call: PendingCall<Result>;
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
