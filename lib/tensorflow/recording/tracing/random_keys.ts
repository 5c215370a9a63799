import { AttrType, DType } from "../../ffi/dtypes.ts";
import type { Address } from "../../ffi/symbols.ts";
import type { Graph } from "../graph/graph.ts";
import type { SymbolicTensor } from "../graph/symbolic_tensor.ts";

/**
 * The random keys of a recorded function: all of them are offsets of one input,
 * which is fresh at each call.
 */
export class RandomKeys {
  readonly #graph: Graph;
  #first: SymbolicTensor | undefined;
  #count = 0;
  /** The draw's number of each operation that computes a key. */
  readonly #offsets = new Map<Address, number>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** The graph input for the first key, int32 [2], if one is used. */
  get first(): SymbolicTensor | undefined {
    return this.#first;
  }

  /** How many keys a call uses. */
  get count(): number {
    return this.#count;
  }

  /** The next key, int32 [2]. */
  next(): SymbolicTensor {
    this.#first ??= this.#graph.placeholder([2], DType.INT32);
    const offset = this.#count++;
    const key = offsetKey(this.#graph, this.#first, offset);
    this.#offsets.set(key.operation, offset);
    return key;
  }

  /** The draw's number of a key; undefined for another tensor. */
  offsetOf({ operation }: SymbolicTensor): number | undefined {
    return this.#offsets.get(operation);
  }
}

/** Adds a draw's number to a call's first random key, int32 [2]. */
export function offsetKey(
  graph: Graph,
  key: SymbolicTensor,
  offset: number,
): SymbolicTensor {
  if (offset === 0) return key;
  const [sum] = graph.operation(
    "AddV2",
    [{ name: "T", type: AttrType.TYPE, value: DType.INT32 }],
    [key, graph.constant([2], DType.INT32, Int32Array.of(0, offset))],
    1,
  );
  return sum;
}
