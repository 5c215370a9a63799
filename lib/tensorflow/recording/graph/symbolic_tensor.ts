import type { Values } from "../../eager/host_tensor.ts";
import type { Address } from "../../ffi/symbols.ts";

/** A tensor while it is recorded: an output of a graph node. */
export interface SymbolicTensor {
  /** `TF_Operation*`. */
  readonly operation: Address;
  /** Which of the operation's outputs. */
  readonly index: number;
  readonly shape: number[];
  readonly dtype: number;
  /** The operation's type: `MatMul`. */
  readonly opName: string;
  /** A constant's values. */
  readonly values?: Values;
}
