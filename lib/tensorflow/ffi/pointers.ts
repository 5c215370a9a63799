import { DType } from "./dtypes.ts";
import type { Symbols } from "./symbols.ts";

/** Every part begins at a multiple of this, as an int64 must. */
const ALIGNMENT = 8;

/**
 * Copies byte arrays to native memory, for a C function that takes an array of
 * pointers; the memory is freed when `use` returns. The block is a tensor's:
 * allocated by the library itself, it needs no `Deno.UnsafePointer`.
 *
 * @param use Takes the address of each part, in order.
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
