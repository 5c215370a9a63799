/**
 * Operations of graph models that TensorFlow.js lacks, or runs wrongly.
 *
 * @module
 */
import { mendLists } from "./lists.ts";
import { mendOperations } from "./mended.ts";
import { runUnknownOperations } from "./unknown.ts";

/** Registers the operations. */
export function mendGraphOps(): void {
  mendLists();
  mendOperations();
  runUnknownOperations();
}
