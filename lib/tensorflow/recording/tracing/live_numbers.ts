import { AttrType, DType } from "../../ffi/dtypes.ts";
import type { Graph } from "../graph/graph.ts";
import type { SymbolicTensor } from "../graph/symbolic_tensor.ts";
import type { Captures, LiveNumber } from "./captures.ts";

/** A number while constants of its value stand for it. */
interface StandIn {
  readonly value: number;
  readonly input: () => SymbolicTensor;
  readonly negative: () => SymbolicTensor;
}

/**
 * Numbers that are read anew at each call, such as a learning rate. While the
 * function runs, a float32 that no other constant has stands for one.
 */
export class LiveNumbers {
  readonly #graph: Graph;
  readonly #captures: Captures;
  #standIn: StandIn | undefined;

  constructor(graph: Graph, captures: Captures) {
    this.#graph = graph;
    this.#captures = captures;
  }

  /** The tensor that a constant stands for; undefined if it is only a constant. */
  tensorFor(constant: unknown): SymbolicTensor | undefined {
    const standIn = this.#standIn;
    if (constant === standIn?.value) return standIn?.input();
    if (standIn && constant === -standIn.value) return standIn.negative();
    return undefined;
  }

  /**
   * Runs a function in which a number stands for another.
   *
   * @param owner Identifies the graph's input.
   * @param read Reads the number.
   */
  during<Result>(
    standIn: number,
    owner: object,
    read: LiveNumber["read"],
    fn: () => Result,
  ): Result {
    const outer = this.#standIn;
    const input = () =>
      this.#captures.inputFor(owner, { read }, [], DType.FLOAT);
    let negative: SymbolicTensor | undefined;
    this.#standIn = {
      value: Math.fround(standIn),
      input,
      negative: () => negative ??= this.#negate(input()),
    };
    try {
      return fn();
    } finally {
      this.#standIn = outer;
    }
  }

  #negate(tensor: SymbolicTensor): SymbolicTensor {
    const type = { name: "T", type: AttrType.TYPE, value: tensor.dtype };
    return this.#graph.operation("Neg", [type], [tensor], 1)[0];
  }
}
