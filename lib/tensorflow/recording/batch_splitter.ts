import type { Attribute } from "../operations/attributes.ts";
import { AttrType, DType, elementCount } from "../ffi/dtypes.ts";
import type { Graph, SymbolicTensor } from "./graph.ts";
import type { ControlEdges } from "./control_edges.ts";

/** A value that is there in parts of its first axis. */
export interface SplitTensor {
  readonly parts: readonly SymbolicTensor[];
  readonly shape: number[];
  readonly dtype: number;
  readonly opName: string;
}

/** Adds an operation to the graph that is being recorded. */
type AddOperation = (
  name: string,
  attributes: Attribute[],
  inputs: readonly SymbolicTensor[],
  outputCount: number,
) => SymbolicTensor[];

/** What treats each example by itself, and leaves the parts apart. */
const followers: ReadonlySet<string> = new Set(["BiasAdd", "Relu"]);

/**
 * Arithmetic of one part below which splitting costs more than it gains: a
 * tenth of a millisecond of one core. Measured on two AVX-512 cores.
 */
const LEAST_FLOP = 1e7;

/**
 * Records convolutions in parts of the batch, and so the gradients that go back
 * through them. The layers of a network wait for each other, so that one
 * operation runs at a time; in parts, each processor has one. Bias and ReLU follow
 * part by part, and are fused with the convolution as ever; the parts are joined
 * where another operation wants the whole.
 */
export class BatchSplitter {
  readonly #most: number;
  readonly #graph: Graph;
  readonly #order: ControlEdges;
  readonly #add: AddOperation;
  #suspended = false;

  /**
   * @param most CallStrategy many parts at the most; 1 leaves all as it is.
   * @param add Adds an operation to the graph.
   */
  constructor(
    most: number,
    graph: Graph,
    order: ControlEdges,
    add: AddOperation,
  ) {
    this.#most = most;
    this.#graph = graph;
    this.#order = order;
    this.#add = add;
  }

  /** The operation in parts; undefined if it is to be recorded whole. */
  execute(
    name: string,
    attributes: Attribute[],
    [x, ...others]: readonly (SymbolicTensor | SplitTensor)[],
  ): SplitTensor | undefined {
    if (followers.has(name) && isSplit(x)) {
      return this.#eachPart(name, attributes, x.parts, others);
    }
    if (this.#suspended) return undefined;
    // With inputs missing, the graph refuses it and says so
    if (name === "Conv2D" && others.length === 1) {
      const [kernel] = others;
      // As if the stride were 1
      const count = this.#countFor(x, kernel.shape, 2);
      if (count === 1) return undefined;
      return this.#eachPart(name, attributes, this.#split(x, count), others);
    }
    if (
      name === "Conv2DBackpropInput" && others.length === 2 && !isSplit(x)
    ) {
      return this.#inputGradient(attributes, x, others);
    }
    return undefined;
  }

  /** Leaves what a function does as it is: it is one of several parts itself. */
  suspend<Result>(fn: () => Result): Result {
    const before = this.#suspended;
    this.#suspended = true;
    try {
      return fn();
    } finally {
      this.#suspended = before;
    }
  }

  /** The whole of a value. */
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
    this.#order.joined(whole);
    return whole;
  }

  /** @param sizes The input's, a constant. */
  #inputGradient(
    attributes: Attribute[],
    { values: sizes }: SymbolicTensor,
    [kernel, dy]: readonly (SymbolicTensor | SplitTensor)[],
  ): SplitTensor | undefined {
    const count = this.#countFor(dy, kernel.shape, 3);
    if (count === 1 || !(sizes instanceof Int32Array)) return undefined;
    const [batch, ...rest] = sizes;
    const size = this.#graph.constant(
      [4],
      DType.INT32,
      Int32Array.of(batch / count, ...rest),
    );
    const whole = isSplit(kernel) ? this.join(kernel) : kernel;
    const parts = this.#split(dy, count).map((part) =>
      this.#add("Conv2DBackpropInput", attributes, [size, whole, part], 1)[0]
    );
    if (!isSplit(dy)) this.#order.passedOn(dy, parts);
    return parted(parts);
  }

  /**
   * In how many parts a convolution is recorded: as many as divide the batch and
   * leave each enough to do.
   *
   * @param x [batch, height, width, channels], of which the kernel treats each
   * example by itself.
   * @param kernel [height, width, in, out], applied at each pixel.
   * @param axis Which of the kernel's axes has the channels.
   */
  #countFor(
    x: SymbolicTensor | SplitTensor,
    kernel: readonly number[],
    axis: number,
  ): number {
    const [batch] = x.shape;
    const flop = 2 * elementCount(x.shape) / kernel[axis] *
      elementCount(kernel);
    let count = this.#most;
    while (
      count > 1 && (batch % count !== 0 || !(flop / count >= LEAST_FLOP))
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
      "Split", // along the first axis it copies nothing
      [
        { name: "num_split", type: AttrType.INT, value: count },
        { name: "T", type: AttrType.TYPE, value: x.dtype },
      ],
      [this.#graph.constant([], DType.INT32, Int32Array.of(0)), x],
      count,
    );
  }

  #eachPart(
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
    return parted(results);
  }
}

/** Parts of equal shapes as one value. */
function parted(parts: readonly SymbolicTensor[]): SplitTensor {
  const [{ shape: [examples, ...rest], dtype, opName }] = parts;
  return { parts, shape: [examples * parts.length, ...rest], dtype, opName };
}

/** Whether a value is there in parts only. */
export function isSplit(
  value: SymbolicTensor | SplitTensor,
): value is SplitTensor {
  return "parts" in value;
}
