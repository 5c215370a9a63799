import { DType } from "../ffi/dtypes.ts";
import type { tf } from "../tfjs.ts";
import type { Binding } from "./binding.ts";

/** tfjs-node's stand-in for an int64 scalar: two 32-bit words. */
export interface Int64Scalar extends tf.TensorInfo {
  readonly valueArray: Int32Array;
}

/** Whether an input is one. */
export function isInt64Scalar(tensor: tf.TensorInfo): tensor is Int64Scalar {
  return "valueArray" in tensor;
}

/**
 * TensorFlow's tensors for int64 scalars among an operation's inputs. Nobody
 * disposes of the scalars, and only one operation uses each.
 */
export class Int64Scalars {
  readonly #binding: Binding;
  /** Those of the last operation. */
  readonly #ids: number[] = [];

  constructor(binding: Binding) {
    this.#binding = binding;
  }

  /** The number of a new tensor, which {@linkcode free} frees. */
  create(scalar: Int64Scalar): number {
    const id = this.record(scalar);
    this.#ids.push(id);
    return id;
  }

  /** The number of a new constant of the recording. */
  record({ valueArray }: Int64Scalar): number {
    return this.#binding.createTensor([], DType.INT64, valueArray);
  }

  /** Frees those of the operation before; tfjs-node's summaries free theirs. */
  free(): void {
    for (const id of this.#ids.splice(0)) {
      if (this.#binding.tensors.has(id)) this.#binding.deleteTensor(id);
    }
  }
}
