import { assertEquals, assertRejects } from "@std/assert";
import { classCounts, type Dataset } from "../../../lib/data/digits.ts";
import { DataError } from "../../../lib/data/errors.ts";
import { loadDigits } from "../../../lib/data/load.ts";
import { syntheticDataset } from "../../../lib/data/synthetic/digits.ts";
import { writersDataset } from "../../../lib/data/splits/writers.ts";

/** Synthetic digits under the name of MNIST. */
function asMnist(count: number): Dataset {
  const { train, test, source } = syntheticDataset({
    train: count,
    test: 10,
  });
  return { train, test, source: { ...source, kind: "mnist", name: "MNIST" } };
}

Deno.test("writersDataset() splits the training images in two", async () => {
  const all = asMnist(600);
  const { train, test, source } = await writersDataset(all);
  // 64 of MNIST's first 600 training images are by writers held out
  assertEquals([train.count, test.count], [536, 64]);
  const images = (digits: typeof train) =>
    Array.from(
      { length: digits.count },
      (_, i) => digits.images.subarray(784 * i, 784 * (i + 1)).join(),
    );
  assertEquals(
    [...images(train), ...images(test)].sort(),
    images(all.train).sort(),
  );
  assertEquals(source, {
    ...all.source,
    name: "MNIST split by writers",
    heldOut: "validation",
  });
});

Deno.test("writersDataset() refuses digits whose writers it doesn't know", async () => {
  await assertRejects(
    () => writersDataset(syntheticDataset({ train: 20, test: 10 })),
    DataError,
    "the digits must be MNIST",
  );
  await assertRejects(
    () => writersDataset(asMnist(1)),
    DataError,
    "1 of the first 1 images are by writers held out; use more",
  );
});

Deno.test({
  name: "writersDataset() holds out 10,096 images of MNIST, of all classes",
  ignore: !Deno.env.get("MNIST_DIR"),
  async fn() {
    const { train, test } = await writersDataset(await loadDigits());
    assertEquals([train.count, test.count], [49_904, 10_096]);
    assertEquals(
      [...classCounts(test)],
      [985, 1132, 993, 1035, 993, 932, 976, 1055, 984, 1011],
    );
  },
});
