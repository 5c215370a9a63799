import type { Dataset } from "./fit_dataset.ts";
import type { DatasetIterator } from "./dataset_batches.ts";

/**
 * A data set's batches, each of which must have `xs` and `ys` alone: TensorFlow.js
 * would ignore anything else, such as weights.
 */
export async function withKnownParts(
  dataset: Dataset | DatasetIterator,
): Promise<DatasetIterator> {
  const iterator = "next" in dataset ? dataset : await dataset.iterator();
  return {
    async next() {
      const item = await iterator.next();
      requireKnownParts(item.value);
      return item;
    },
  };
}

function requireKnownParts(batch: unknown): void {
  const others = Object.keys(batch ?? {})
    .filter((name) => name !== "xs" && name !== "ys");
  if (others.length === 0 || !("xs" in (batch as object))) return;
  throw new RangeError(
    `Cannot read a batch of a data set: it must have xs and ys alone: it also has ${
      others.join(", ")
    }; weights go to fit(), evaluate() or trainOnBatch()`,
  );
}
