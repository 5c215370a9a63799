import type { SymbolicTensor } from "./symbolic_tensor.ts";

/** A tensor that exists as equal parts of its batch. */
export interface SplitTensor {
  readonly parts: readonly SymbolicTensor[];
  /** The whole tensor's shape. */
  readonly shape: number[];
  readonly dtype: number;
  readonly opName: string;
}

/** One tensor from parts of equal shape. */
export function splitTensor(parts: readonly SymbolicTensor[]): SplitTensor {
  const [{ shape: [examples, ...rest], dtype, opName }] = parts;
  return { parts, shape: [examples * parts.length, ...rest], dtype, opName };
}

/** Whether a tensor exists only in parts. */
export function isSplit(
  tensor: SymbolicTensor | SplitTensor,
): tensor is SplitTensor {
  return "parts" in tensor;
}
