import { DType } from "./dtypes.ts";
import type { Symbols } from "./symbols.ts";

/** Bytes; each part starts at a multiple, so that it may hold int64. */
const ALIGNMENT = 8;

/**
 * Copies byte arrays to native memory for a C function that takes an array of
 * pointers, and frees the memory when `use` returns. The memory is that of a
 * TensorFlow tensor, so that no `Deno.UnsafePointer` is needed.
 *
 * @param use Receives the addresses of the parts, in order.
 */
export function withPointers(
  library: Symbols,
  parts: readonly Uint8Array[],
  use: (pointers: BigUint64Array<ArrayBuffer>) => void,
): void {
  const offsets: number[] = [];
  let size = 0;
  for (const part of parts) {
    offsets.push(size);
    size += Math.ceil(part.length / ALIGNMENT) * ALIGNMENT;
  }
  const bytes = new Uint8Array(Math.max(size, ALIGNMENT));
  parts.forEach((part, index) => bytes.set(part, offsets[index]));
  const length = BigInt(bytes.length);
  const block = library.TF_AllocateTensor(
    DType.UINT8,
    BigInt64Array.of(length),
    1,
    length,
  );
  try {
    const start = library.TF_TensorData(block);
    library.memcpy(start, bytes, length);
    use(BigUint64Array.from(offsets, (offset) => start + BigInt(offset)));
  } finally {
    library.TF_DeleteTensor(block);
  }
}
