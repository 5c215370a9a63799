/**
 * Operations of graph models that TensorFlow.js lacks, or runs wrongly.
 *
 * @module
 */
import { mendImages } from "./images.ts";
import { mendLists } from "./lists.ts";
import { mendLoading } from "./load.ts";
import { mendMeanings } from "./meanings.ts";
import { mendOperations } from "./mended.ts";
import { mendReplaced } from "./replaced.ts";

/** Registers the operations. */
export function mendGraphOps(): void {
  mendImages();
  mendLists();
  mendMeanings();
  mendOperations();
  mendReplaced();
  mendLoading();
}
