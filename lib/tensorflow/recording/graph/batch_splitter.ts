import { AttrType, DType, elementCount } from "../../ffi/dtypes.ts";
import type { Attribute } from "../../op_definitions/attributes.ts";
import { ScopedFlag } from "../scoped_flag.ts";
import type { ControlEdges } from "./control_edges.ts";
import type { Graph } from "./graph.ts";
import { isSplit, type SplitTensor, splitTensor } from "./split_tensor.ts";
import type { SymbolicTensor } from "./symbolic_tensor.ts";

/** Adds an operation to the graph. */
type AddOperation = (
  name: string,
  attributes: Attribute[],
  inputs: readonly SymbolicTensor[],
  outputCount: number,
) => SymbolicTensor[];

/** Operations that run part by part on a split tensor. */
const partwiseOperations: ReadonlySet<string> = new Set(["BiasAdd", "Relu"]);

/**
 * The least arithmetic worth a part of its own: 0.1 ms of one core. Measured on
 * two AVX-512 cores.
 */
const MIN_FLOP_PER_PART = 1e7;

/**
 * Records large convolutions, and the gradients with respect to their input, as
 * one operation per part of the batch.
 *
 * Each layer of a network waits for the one before it, so only one convolution
 * runs at a time; split, it keeps every processor busy. Bias and ReLU are
 * applied part by part, where TensorFlow still fuses them with the convolution.
 * The parts are joined when another operation needs the whole batch.
 */
export class BatchSplitter {
  readonly #maxParts: number;
  readonly #graph: Graph;
  readonly #edges: ControlEdges;
  readonly #add: AddOperation;
  readonly #suspended = new ScopedFlag();

  /**
   * @param maxParts The largest number of parts; 1 never splits.
   * @param add Adds an operation to the graph.
   */
  constructor(
    maxParts: number,
    graph: Graph,
    edges: ControlEdges,
    add: AddOperation,
  ) {
    this.#maxParts = maxParts;
    this.#graph = graph;
    this.#edges = edges;
    this.#add = add;
  }

  /** Records an operation in parts; undefined if it should stay whole. */
  execute(
    name: string,
    attributes: Attribute[],
    [x, ...others]: readonly (SymbolicTensor | SplitTensor)[],
  ): SplitTensor | undefined {
    if (partwiseOperations.has(name) && isSplit(x)) {
      return this.#recordEachPart(name, attributes, x.parts, others);
    }
    if (this.#suspended.isSet) return undefined;
    // If an input is missing, the graph refuses the operation
    if (name === "Conv2D" && others.length === 1) {
      const [filter] = others;
      // Its arithmetic is estimated for a stride of 1
      const count = this.#partCount(x, filter.shape, 2);
      if (count === 1) return undefined;
      const parts = this.#split(x, count);
      return this.#recordEachPart(name, attributes, parts, others);
    }
    if (
      name === "Conv2DBackpropInput" && others.length === 2 && !isSplit(x)
    ) {
      return this.#inputGradient(attributes, x, others);
    }
    return undefined;
  }

  /** Runs a function whose operations work on a part already. */
  suspend<Result>(fn: () => Result): Result {
    return this.#suspended.during(fn);
  }

  /** Joins the parts into one tensor. */
  join({ parts, dtype }: SplitTensor): SymbolicTensor {
    const [whole] = this.#add(
      "ConcatV2",
      [
        { name: "N", type: AttrType.INT, value: parts.length },
        { name: "T", type: AttrType.TYPE, value: dtype },
        { name: "Tidx", type: AttrType.TYPE, value: DType.INT32 },
      ],
      [...parts, this.#graph.constant([], DType.INT32, Int32Array.of(0))],
      1,
    );
    this.#edges.noteJoin(whole);
    return whole;
  }

  /** @param sizes The shape of the convolution's input, a constant. */
  #inputGradient(
    attributes: Attribute[],
    { values: sizes }: SymbolicTensor,
    [filter, dy]: readonly (SymbolicTensor | SplitTensor)[],
  ): SplitTensor | undefined {
    const count = this.#partCount(dy, filter.shape, 3);
    if (count === 1 || !(sizes instanceof Int32Array)) return undefined;
    const [batch, ...rest] = sizes;
    const size = this.#graph.constant(
      [4],
      DType.INT32,
      Int32Array.of(batch / count, ...rest),
    );
    const whole = isSplit(filter) ? this.join(filter) : filter;
    const parts = this.#split(dy, count).map((part) =>
      this.#add("Conv2DBackpropInput", attributes, [size, whole, part], 1)[0]
    );
    if (!isSplit(dy)) this.#edges.noteSplitInputGradient(dy, parts);
    return splitTensor(parts);
  }

  /**
   * The number of parts for a convolution: the largest that divides the batch
   * and leaves enough arithmetic in each part.
   *
   * @param x [batch, height, width, channels].
   * @param filter [height, width, in, out], applied at each pixel.
   * @param axis The filter's axis with the channels of `x`.
   */
  #partCount(
    x: SymbolicTensor | SplitTensor,
    filter: readonly number[],
    axis: number,
  ): number {
    const [batch] = x.shape;
    const flop = 2 * elementCount(x.shape) / filter[axis] *
      elementCount(filter);
    let count = this.#maxParts;
    while (
      count > 1 &&
      (batch % count !== 0 || !(flop / count >= MIN_FLOP_PER_PART))
    ) {
      count--;
    }
    return count;
  }

  #split(
    x: SymbolicTensor | SplitTensor,
    count: number,
  ): readonly SymbolicTensor[] {
    if (isSplit(x)) {
      if (x.parts.length === count) return x.parts;
      return this.#split(this.join(x), count);
    }
    return this.#add(
      "Split", // copies nothing along the first axis
      [
        { name: "num_split", type: AttrType.INT, value: count },
        { name: "T", type: AttrType.TYPE, value: x.dtype },
      ],
      [this.#graph.constant([], DType.INT32, Int32Array.of(0)), x],
      count,
    );
  }

  #recordEachPart(
    name: string,
    attributes: Attribute[],
    parts: readonly SymbolicTensor[],
    others: readonly (SymbolicTensor | SplitTensor)[],
  ): SplitTensor {
    const whole = others.map((other) =>
      isSplit(other) ? this.join(other) : other
    );
    const results = parts.map((part) =>
      this.#add(name, attributes, [part, ...whole], 1)[0]
    );
    return splitTensor(results);
  }
}
