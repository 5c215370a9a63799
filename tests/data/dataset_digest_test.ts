import { assertEquals, assertNotEquals } from "@std/assert";
import { createHash } from "node:crypto";
import {
  datasetDigest,
  describeDataset,
} from "../../lib/data/dataset_digest.ts";
import { createDigits, selectDigits } from "../../lib/data/digits.ts";
import { syntheticDataset } from "../../lib/data/synthetic/digits.ts";

const dataset = syntheticDataset({ train: 3, test: 2 });
const { train, test } = dataset;

Deno.test("describeDataset() keeps name, counts and digest", () => {
  const bytes = [
    ...[new TextEncoder().encode("3\n"), train.images, train.labels],
    ...[new TextEncoder().encode("2\n"), test.images, test.labels],
  ].flatMap((part) => [...part]);
  assertEquals(describeDataset(dataset), {
    name: "synthetic digits",
    trainCount: 3,
    testCount: 2,
    sha256: createHash("sha256").update(Uint8Array.from(bytes)).digest("hex"),
  });
});

Deno.test("datasetDigest() differs for other digits, and for another order", () => {
  const reordered = selectDigits(train, Int32Array.of(1, 0, 2));
  const others = [
    { train: reordered, test },
    { train: test, test: train },
    syntheticDataset({ train: 3, test: 2, seed: 2 }),
  ];
  for (const other of others) {
    assertNotEquals(datasetDigest(other), datasetDigest(dataset));
  }
});

Deno.test("describeDataset() keeps the names of classes that are not digits", () => {
  const named = (classes: string[]) => ({
    ...dataset,
    train: createDigits(train.images, train.labels, classes),
  });
  const [some, others] = ["abcdefghij", "abcdefghik"]
    .map((letters) => describeDataset(named([...letters])));
  assertEquals(some.classes, [..."abcdefghij"]);
  assertNotEquals(some.sha256, others.sha256);
  assertNotEquals(some.sha256, datasetDigest(dataset));
});
