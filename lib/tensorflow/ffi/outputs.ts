import type { Address } from "./symbols.ts";

/** An output of a graph's node: `TF_Output { TF_Operation* oper; int index; }`. */
export interface Output {
  readonly operation: Address;
  readonly index: number;
}

/** Bytes of a `TF_Output` with its padding. */
const OUTPUT_BYTES = 16;

/** `TF_Output[]`, as bytes. */
export function outputs(
  list: readonly Output[],
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(list.length * OUTPUT_BYTES);
  const view = new DataView(bytes.buffer);
  list.forEach(({ operation, index }, i) => {
    view.setBigUint64(i * OUTPUT_BYTES, operation, true);
    view.setInt32(i * OUTPUT_BYTES + 8, index, true);
  });
  return bytes;
}
