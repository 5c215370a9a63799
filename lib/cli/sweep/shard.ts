/** `--shard I/N`: one of N equal parts of a sweep, for job arrays. @module */
import { type Flag, UsageError } from "../command/flags.ts";

/** Which part of how many. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** The flag; without it, all trials are this command's. */
export const shardFlag: Flag<Shard> = {
  value: "I/N",
  help:
    "train only part I of N, every N-th trial, as a job of an array does; the parts may share a folder",
  range: "1/N to N/N",
  otherwise: "1/1",
  read: (name, given) => {
    const text = given.at(-1) ?? "1/1";
    const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.map(Number) ??
      [];
    if (index >= 1 && index <= count) return { index, count };
    throw new UsageError(
      `Cannot use --${name}: it must be two whole numbers, 1/N to N/N: current value is "${text}"`,
    );
  },
};

/** The shard's items: the I-th, and from there every N-th. */
export function itemsOf<Item>(
  { index, count }: Shard,
  items: readonly Item[],
): Item[] {
  return items.filter((_, place) => place % count === index - 1);
}
