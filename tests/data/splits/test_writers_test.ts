import { assertEquals } from "@std/assert";
import { loadDigits } from "../../../lib/data/load.ts";
import { testWriters } from "../../../lib/data/splits/test_writers.ts";
import { syntheticDataset } from "../../../lib/data/synthetic/digits.ts";

Deno.test("testWriters() knows who wrote MNIST's test images", async () => {
  const { test, source } = syntheticDataset({ train: 10, test: 10_000 });
  const mnist = { test, source: { ...source, kind: "mnist" as const } };
  const writers = await testWriters(mnist);
  const images = new Map<number, number>();
  for (const writer of writers!) {
    images.set(writer, (images.get(writer) ?? 0) + 1);
  }
  assertEquals(images.size, 297);
  assertEquals(Math.max(...images.keys()), 296);
  const counts = [...images.values()];
  assertEquals([Math.min(...counts), Math.max(...counts)], [8, 130]);
});

Deno.test("testWriters() knows no writers of other digits", async () => {
  const { test, source } = syntheticDataset({ train: 10, test: 20 });
  assertEquals(await testWriters({ test, source }), undefined);
  const mnist = { ...source, kind: "mnist" as const };
  const first = await testWriters({ test, source: mnist });
  assertEquals(first?.length, 20);
  const heldOut = { ...mnist, heldOut: "validation" as const };
  assertEquals(await testWriters({ test, source: heldOut }), undefined);
});

Deno.test({
  name: "testWriters() has one for each image of MNIST's test set",
  ignore: !Deno.env.get("MNIST_DIR"),
  async fn() {
    const writers = await testWriters(await loadDigits());
    assertEquals(writers?.length, 10_000);
  },
});
