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
 *
 * @param options.mayBegin Whether one more call may be begun while others are
 * pending. Default: it may.
 */
export async function* beginAhead<
  Args extends readonly unknown[],
  Result,
  Item,
>(
  compiled: Pick<CompiledFunction<Args, Result>, "begin">,
  items: Iterable<Item> | AsyncIterable<Item>,
  options: ItemArguments<Item, Args> & { readonly mayBegin?: () => boolean },
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

/** An item's call in TensorFlow's queue. */
interface ItemCall<Item, Args, Result> {
  readonly item: Item;
  readonly args: Args;
  readonly call: PendingCall<Result>;
}

/** The calls that were begun, and the items that are left. */
class CallsAhead<Item, Args extends readonly unknown[], Result> {
  readonly #compiled: Pick<CompiledFunction<Args, Result>, "begin">;
  readonly #items: Iterator<Item> | AsyncIterator<Item>;
  readonly #options: ItemArguments<Item, Args> & {
    readonly mayBegin?: () => boolean;
  };
  readonly #pending = new Set<ItemCall<Item, Args, Result>>();
  #index = 0;
  #isAtEnd = false;
  /** What ended the items too early. */
  #failure: { readonly error: unknown } | undefined;

  constructor(
    compiled: Pick<CompiledFunction<Args, Result>, "begin">,
    items: Iterable<Item> | AsyncIterable<Item>,
    options: ItemArguments<Item, Args> & { readonly mayBegin?: () => boolean },
  ) {
    this.#compiled = compiled;
    this.#items = Symbol.asyncIterator in items
      ? items[Symbol.asyncIterator]()
      : items[Symbol.iterator]();
    this.#options = options;
  }

  /** Begins so many calls, or as many as there may be. */
  async begin(size: number): Promise<ItemCall<Item, Args, Result>[]> {
    const group: ItemCall<Item, Args, Result>[] = [];
    const { mayBegin = () => true } = this.#options;
    while (group.length < size && !this.#isAtEnd) {
      if (this.#pending.size > 0 && !mayBegin()) break;
      try {
        const { value, done } = await this.#items.next();
        if (done) this.#isAtEnd = true;
        else group.push(this.#begin(value));
      } catch (error) {
        this.#isAtEnd = true;
        this.#failure = { error };
      }
    }
    return group;
  }

  #begin(item: Item): ItemCall<Item, Args, Result> {
    const { argsOf, free } = this.#options;
    const args = argsOf(item, this.#index++);
    try {
      const call = { item, args, call: this.#compiled.begin(...args) };
      this.#pending.add(call);
      return call;
    } catch (error) {
      free(args);
      throw error;
    }
  }

  /** @param waited For how many seconds JavaScript has waited for it so far. */
  async finish(
    call: ItemCall<Item, Args, Result>,
    waited: number,
  ): Promise<CompletedCall<Item, Result>> {
    const start = performance.now();
    const result = await call.call.finish();
    this.#pending.delete(call);
    this.#options.free(call.args);
    return { item: call.item, result, seconds: waited + secondsSince(start) };
  }

  /** @throws {unknown} what ended the items too early. */
  throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }

  /** Cancels what is pending, and asks for no more items. */
  async cancel(): Promise<void> {
    for (const { call, args } of this.#pending) {
      call[Symbol.dispose]();
      this.#options.free(args);
    }
    await this.#items.return?.();
  }
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
