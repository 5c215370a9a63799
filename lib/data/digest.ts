import { createHash } from "node:crypto";
import type { Dataset } from "./digits.ts";

/**
 * SHA-256, in hexadecimal, of a set's pixels and labels: tells whether two sets
 * hold the same digits in the same order.
 */
export function datasetDigest(
  { train, test }: Pick<Dataset, "train" | "test">,
): string {
  const hash = createHash("sha256");
  for (const { count, images, labels } of [train, test]) {
    hash.update(`${count}\n`).update(images).update(labels);
  }
  return hash.digest("hex");
}
