import type { Attribute } from "../../op_definitions/attributes.ts";
import { BatchSplitter } from "../graph/batch_splitter.ts";
import type { SplitTensor } from "../graph/split_tensor.ts";
import { ControlEdges } from "../graph/control_edges.ts";
import type { Graph } from "../graph/graph.ts";
import type { SymbolicTensor } from "../graph/symbolic_tensor.ts";
import type { KnownValues } from "./known_values.ts";
import { OutsideDraws } from "./outside_draws.ts";
import type { RandomKeys } from "./random_keys.ts";

/** Where operations may go, and what is noted of them. */
interface Places {
  readonly graph: Graph;
  /** Takes the random operations, if they run before the graph. */
  readonly outsideDraws: OutsideDraws | undefined;
  readonly keys: RandomKeys;
  readonly known: KnownValues;
}

/**
 * Places a function's operations in the graph: large convolutions in parts, some
 * behind others, and random ones outside if XLA compiles the graph.
 */
export class OperationPlacer {
  readonly splitter: BatchSplitter;
  readonly #places: Places;
  readonly #edges = new ControlEdges();
  /** Operations that depend on a variable which the function creates. */
  readonly #dependents = new Set<SymbolicTensor["operation"]>();

  /** @param maxParts The largest number of parts of a convolution's batch. */
  constructor(places: Places, maxParts: number) {
    this.#places = places;
    this.splitter = new BatchSplitter(
      maxParts,
      places.graph,
      this.#edges,
      (...args) => this.#add(...args),
    );
  }

  /**
   * Adds an operation.
   *
   * @param join Joins a split input.
   * @returns Its outputs, the only one of which may be split.
   */
  place(
    name: string,
    attributes: Attribute[],
    inputs: readonly (SymbolicTensor | SplitTensor)[],
    outputCount: number,
    join: () => readonly SymbolicTensor[],
  ): readonly (SymbolicTensor | SplitTensor)[] {
    const split = this.splitter.execute(name, attributes, inputs);
    return split ? [split] : this.#add(name, attributes, join(), outputCount);
  }

  #add(
    name: string,
    attributes: Attribute[],
    inputs: readonly SymbolicTensor[],
    outputCount: number,
  ): SymbolicTensor[] {
    const { graph, outsideDraws, keys, known } = this.#places;
    if (outsideDraws && OutsideDraws.includes(name)) {
      const offsetOf = (input: SymbolicTensor) => keys.offsetOf(input);
      return [outsideDraws.add(name, attributes, inputs, offsetOf)];
    }
    const outputs = graph.operation(
      name,
      attributes,
      inputs,
      outputCount,
      this.#edges.predecessorsOf(name, inputs),
    );
    known.addOperation(name, attributes, inputs, outputs);
    if (inputs.some((input) => this.dependsOnCreatedVariable(input))) {
      outputs.forEach((output) => this.noteCreatedVariable(output));
    }
    return outputs;
  }

  /** Notes the graph's input for a variable that the function creates. */
  noteCreatedVariable({ operation }: SymbolicTensor): void {
    this.#dependents.add(operation);
  }

  /** Whether a tensor depends on a variable that the function creates. */
  dependsOnCreatedVariable({ operation }: SymbolicTensor): boolean {
    return this.#dependents.has(operation);
  }
}
