import type { Attribute } from "../op_definitions/attributes.ts";
import { AttrType, DType } from "../ffi/dtypes.ts";
import type { Values } from "../eager/host_tensor.ts";
import type { TensorMetadata } from "../eager/tensor_table.ts";

/** What makes and frees tensors: the binding. */
interface Tensors {
  createTensor(shape: number[], dtype: number, values: Values): number;
  deleteTensor(id: number): void;
  executeOp(
    name: string,
    attributes: Attribute[],
    inputIds: number[],
    outputCount: number,
  ): TensorMetadata[];
}

/** A tensor with another's values in a shape of its own. */
interface View {
  readonly id: number;
  /** The version of the value that it shows. */
  readonly version: number;
}

/**
 * TensorFlow's tensors for TensorFlow.js's tensors that share data but not their
 * shape, as `reshape()` makes them. Each is made when an operation takes it.
 */
export class Views {
  readonly #tensors: Tensors;
  readonly #views = new Map<number, Map<string, View>>();

  constructor(tensors: Tensors) {
    this.#tensors = tensors;
  }

  /** The number of a tensor with these values and another shape. */
  get(
    id: number,
    dtype: number,
    shape: readonly number[],
    version: number,
  ): number {
    const views = this.#views.get(id) ?? new Map<string, View>();
    this.#views.set(id, views);
    const key = shape.join();
    const known = views.get(key);
    if (known?.version === version) return known.id;
    if (known) this.#tensors.deleteTensor(known.id);
    const view = { id: this.#reshape(id, dtype, shape), version };
    views.set(key, view);
    return view.id;
  }

  /** Frees a tensor's views. */
  delete(id: number): void {
    const views = this.#views.get(id);
    if (!views) return;
    this.#views.delete(id);
    for (const view of views.values()) this.#tensors.deleteTensor(view.id);
  }

  #reshape(id: number, dtype: number, shape: readonly number[]): number {
    const attributes: Attribute[] = [
      { name: "T", type: AttrType.TYPE, value: dtype },
      { name: "Tshape", type: AttrType.TYPE, value: DType.INT32 },
    ];
    const sizes = this.#tensors.createTensor(
      [shape.length],
      DType.INT32,
      Int32Array.from(shape),
    );
    try {
      const [{ id: view }] = this.#tensors.executeOp(
        "Reshape",
        attributes,
        [id, sizes],
        1,
      );
      return view;
    } finally {
      this.#tensors.deleteTensor(sizes);
    }
  }
}

/** Whether two shapes are the same. */
export function isSameShape(
  a: readonly number[],
  b: readonly number[],
): boolean {
  return a === b ||
    a.length === b.length && a.every((size, axis) => size === b[axis]);
}
