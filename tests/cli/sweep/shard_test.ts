import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../../lib/cli/command/flags.ts";
import { itemsOf, shardFlag } from "../../../lib/cli/sweep/shard.ts";

const read = (text: string) => shardFlag.read("shard", [text]);

Deno.test("--shard deals out all items, each to one shard", () => {
  const items = [0, 1, 2, 3, 4, 5, 6];
  assertEquals(itemsOf(shardFlag.read("shard", []), items), items);
  const parts = ["1/3", "2/3", "3/3"].map((text) => itemsOf(read(text), items));
  assertEquals(parts, [[0, 3, 6], [1, 4], [2, 5]]);
  assertEquals(itemsOf(read("9/9"), items), []);
});

Deno.test("--shard refuses what is no part of a whole", () => {
  for (const text of ["", "1", "0/3", "4/3", "1/0", "-1/3", "1.5/3", "1/3/5"]) {
    assertThrows(
      () => read(text),
      UsageError,
      `Cannot use --shard: it must be two whole numbers, 1/N to N/N: current value is "${text}"`,
    );
  }
});
