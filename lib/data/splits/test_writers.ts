import { fileURLToPath } from "node:url";
import type { Dataset } from "../digits.ts";
import { readIdxFile } from "../idx/file.ts";

/**
 * The writer of each of MNIST's 10,000 test images, a number from 0 to 296: its upper
 * bytes, then its lower bytes, [2, 10000]. The writers are known from QMNIST's labels:
 * Yadav and Bottou 2019, "Cold Case: The Lost MNIST Digits".
 */
const TEST_WRITERS = fileURLToPath(
  new URL("./mnist-test-writers-idx2-ubyte.gz", import.meta.url),
);

/**
 * Who wrote each test image, [count]: numbers from 0 to 296 in no particular order.
 *
 * @param dataset Its test set is MNIST's, or the first images of it.
 * @returns Nothing if the writers aren't known, since the digits are not MNIST's test
 * images.
 */
export async function testWriters(
  { test, source }: Pick<Dataset, "test" | "source">,
): Promise<Int32Array<ArrayBuffer> | undefined> {
  if (source.kind !== "mnist" || source.heldOut !== undefined) return undefined;
  const { data, dimensions: [, count] } = await readIdxFile(TEST_WRITERS, [
    undefined,
    undefined,
  ]);
  if (test.count > count) return undefined;
  return Int32Array.from(
    { length: test.count },
    (_, image) => 256 * data[image] + data[count + image],
  );
}
