import { encodeMessage, type Field } from "../../ffi/protobuf.ts";
import type { Graph } from "../graph/graph.ts";
import type { NamedFunctionOptions } from "./options.ts";

/** `RewriterConfig.Toggle`. */
const ON = 1;
const OFF = 2;

/**
 * Above so many nodes TensorFlow's graph optimizer is left out: its time grows
 * faster than the graph. A GRU of 60 time steps has 9,474 nodes: without the
 * optimizer its first step took half as long, and the later ones the same.
 */
const MAX_OPTIMIZED_NODES = 6000;

/**
 * A ConfigProto for a function of a graph; undefined if the graph must stay as it
 * is. Its presence alone makes TensorFlow's graph optimizer, Grappler, run over the
 * function: it fuses operations and folds constants.
 */
export function encodeGraphConfig(
  options: NamedFunctionOptions,
  graph: Graph,
): Uint8Array<ArrayBuffer> | undefined {
  // Grappler divides by the size of an empty tensor, which ends the process
  if (graph.traits.computesWithEmpty) return undefined;
  // graph_options (10) and in it rewrite_options (10)
  const rewrites = encodeMessage(rewriteOptions(options, graph));
  return encodeMessage([[10, encodeMessage([[10, rewrites]])]]);
}

/** The fields of a RewriterConfig that differ from its defaults. */
function rewriteOptions(
  { bfloat16 }: NamedFunctionOptions,
  { nodeCount, traits }: Graph,
): Field[] {
  // auto_mixed_precision_onednn_bfloat16
  if (bfloat16) return [[31, ON]];
  // disable_meta_optimizer
  if (nodeCount > MAX_OPTIMIZED_NODES) return [[19, 1]];
  // remapping. It would make one operation of a convolution and the normalization
  // behind it, which takes 20 times as long for a batch of 1 with AVX2 alone, and
  // twice as long with AVX-512
  return traits.normalizes ? [[14, OFF]] : [];
}
