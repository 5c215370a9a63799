import type { Dataset } from "./fit_dataset.ts";
import type { DatasetIterator } from "./dataset_batches.ts";

/**
 * A data set's batches, each of which must have `xs` and `ys` alone: TensorFlow.js
 * would ignore anything else, such as weights.
 *
 * @throws {TypeError} if it is no data set.
 */
export async function withKnownParts(
  dataset: Dataset | DatasetIterator,
): Promise<DatasetIterator> {
  const iterator = await iteratorOf(dataset);
  return {
    async next() {
      const item = await iterator.next();
      requireKnownParts(item.value);
      return item;
    },
  };
}

async function iteratorOf(
  dataset: Dataset | DatasetIterator | undefined,
): Promise<DatasetIterator> {
  if (dataset && "iterator" in dataset) return await dataset.iterator();
  if (dataset && "next" in dataset) return dataset;
  throw new TypeError(
    `Cannot read a data set: it must have an iterator, as tf.data's have: current value is ${dataset}; evaluate() takes tensors`,
  );
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
