import type { tf } from "../../tfjs.ts";
import type { Graph } from "../graph/graph.ts";
import type { SymbolicTensor } from "../graph/symbolic_tensor.ts";

/** A number from outside, read anew at each call. */
export interface LiveNumber {
  /** @param ahead How many calls are pending before the one. */
  readonly read: (ahead: number) => number;
}

/** A value from outside that a recorded function uses. */
export interface Capture {
  /** The variable or number, read anew at each call, or the tensor's data. */
  readonly source: tf.Variable | { readonly dataId: tf.DataId } | LiveNumber;
  /** The graph input that stands for it. */
  readonly symbolic: SymbolicTensor;
}

/** The graph's inputs for what a recorded function uses from outside. */
export class Captures {
  readonly #graph: Graph;
  readonly #variables: ReadonlyMap<tf.DataId, tf.Variable>;
  readonly #captures = new Map<object, Capture>();

  /** @param variables All variables, by the data they hold at the start. */
  constructor(
    graph: Graph,
    variables: ReadonlyMap<tf.DataId, tf.Variable>,
  ) {
    this.#graph = graph;
    this.#variables = variables;
  }

  /** Whether it is the data of a variable, which may change between calls. */
  isVariable(dataId: tf.DataId): boolean {
    return this.#variables.has(dataId);
  }

  /** All of them, in the order of the graph's inputs. */
  list(): readonly Capture[] {
    return [...this.#captures.values()];
  }

  /** The input for a tensor's or a variable's data, added at the first use. */
  inputForData(
    dataId: tf.DataId,
    shape: readonly number[],
    dtype: number,
  ): SymbolicTensor {
    const variable = this.#variables.get(dataId);
    return this.inputFor(
      dataId,
      variable ?? { dataId },
      variable?.shape ?? shape,
      dtype,
    );
  }

  /**
   * The input for a value from outside, added at the first use.
   *
   * @param key Identifies the value.
   */
  inputFor(
    key: object,
    source: Capture["source"],
    shape: readonly number[],
    dtype: number,
  ): SymbolicTensor {
    const known = this.#captures.get(key);
    if (known) return known.symbolic;
    const symbolic = this.#graph.placeholder(shape, dtype);
    this.add(key, { source, symbolic });
    return symbolic;
  }

  /** Adds an input that the graph has already. */
  add(key: object, capture: Capture): void {
    this.#captures.set(key, capture);
  }
}
