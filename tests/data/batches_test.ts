import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { batchCount, batchesOf, epochOrder } from "../../lib/data/batches.ts";

const counts = fc.nat(300);
const sizes = fc.integer({ min: 1, max: 64 });

Deno.test("epochOrder() is a permutation that its arguments determine", () => {
  fc.assert(fc.property(counts, fc.nat(), fc.nat(99), (count, seed, epoch) => {
    const order = epochOrder(count, seed, epoch);
    assertEquals(
      [...order.toSorted()],
      Array.from({ length: count }, (_, i) => i),
    );
    assertEquals(order, epochOrder(count, seed, epoch));
  }));
});

Deno.test("epochOrder() differs between epochs and between seeds", () => {
  const orders = [[1, 0], [1, 1], [1, 2], [2, 0], [2, 1]].map(([seed, epoch]) =>
    epochOrder(50, seed, epoch).join()
  );
  assertEquals(new Set(orders).size, orders.length);
  assertNotEquals(
    [...epochOrder(50, 1, 0)],
    Array.from({ length: 50 }, (_, i) => i),
  );
});

Deno.test("batchesOf() gives every index once, with a shorter last batch", () => {
  fc.assert(fc.property(counts, sizes, (count, size) => {
    const order = epochOrder(count, 1, 0);
    const batches = [...batchesOf(order, size)];
    assertEquals(batches.flatMap((batch) => [...batch]), [...order]);
    assertEquals(batches.length, batchCount(count, size));
    batches.slice(0, -1).forEach((batch) => assertEquals(batch.length, size));
  }));
  const sizesOf70 = [...batchesOf(epochOrder(70, 1, 0), 32)]
    .map((batch) => batch.length);
  assertEquals(sizesOf70, [32, 32, 6]);
});

Deno.test("batchesOf() begins in the middle of an epoch", () => {
  fc.assert(fc.property(counts, sizes, fc.nat(50), (count, size, from) => {
    const order = epochOrder(count, 1, 0);
    assertEquals(
      [...batchesOf(order, size, { from })],
      [...batchesOf(order, size)].slice(from),
    );
  }));
});

Deno.test("batchesOf() refuses sizes that are not whole numbers", () => {
  const order = epochOrder(4, 1, 0);
  for (const bad of [0, -1, 1.5, NaN]) {
    assertThrows(() => [...batchesOf(order, bad)], RangeError, "batch size");
  }
  assertThrows(
    () => [...batchesOf(order, 2, { from: -1 })],
    RangeError,
    "first batch",
  );
  assertThrows(() => epochOrder(-1, 1, 0), RangeError, "count must be");
});
