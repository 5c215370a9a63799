import type { PendingCall } from "./calls/pending_call.ts";
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

/** How calls are begun ahead. */
export interface AheadOptions<Item, Args> extends ItemArguments<Item, Args> {
  /**
   * Whether one more call may be begun while others are pending. Default: it
   * may.
   */
  readonly mayBegin?: () => boolean;
}

/** An item's call in TensorFlow's queue. */
export interface ItemCall<Item, Args, Result> {
  readonly item: Item;
  readonly args: Args;
  readonly call: PendingCall<Result>;
}

/** The calls that were begun, and the items that are left. */
export class CallsAhead<Item, Args extends readonly unknown[], Result> {
  readonly #compiled: Pick<CompiledFunction<Args, Result>, "begin">;
  readonly #items: Iterator<Item> | AsyncIterator<Item>;
  readonly #options: AheadOptions<Item, Args>;
  readonly #pending = new Set<ItemCall<Item, Args, Result>>();
  #index = 0;
  #isAtEnd = false;
  /** What ended the items too early. */
  #failure: { readonly error: unknown } | undefined;

  constructor(
    compiled: Pick<CompiledFunction<Args, Result>, "begin">,
    items: Iterable<Item> | AsyncIterable<Item>,
    options: AheadOptions<Item, Args>,
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

/** The seconds since a time of `performance.now()`. */
export function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
