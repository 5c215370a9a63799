/**
 * What `tf.data` lacks or has wrong, mended in place.
 *
 * @module
 */
import { mendCsv } from "./csv.ts";
import { mendPrefetch } from "./prefetch.ts";
import { mendShuffle } from "./shuffle.ts";

/** Mends the data sets. */
export function mendData(): void {
  mendCsv();
  mendPrefetch();
  mendShuffle();
}
