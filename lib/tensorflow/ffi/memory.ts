/**
 * Bytes and text across the boundary between JavaScript and C.
 *
 * @module
 */
import type { Address, Symbols } from "./symbols.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const names = new Map<string, Uint8Array<ArrayBuffer>>();

/** A null-terminated C string; cached, because names recur. */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  let bytes = names.get(text);
  if (!bytes) {
    bytes = encoder.encode(text + "\0");
    names.set(text, bytes);
  }
  return bytes;
}

/** Copies `byteLength` bytes at an address. */
export function readBytes(
  library: Symbols,
  address: Address,
  byteLength: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteLength);
  if (byteLength > 0) library.readMemory(bytes, address, BigInt(byteLength));
  return bytes;
}

/** Reads a null-terminated UTF-8 string. */
export function readCString(library: Symbols, address: Address): string {
  if (address === 0n) return "";
  return decoder.decode(
    readBytes(library, address, Number(library.strlen(address))),
  );
}

/** The bytes of a `TF_Buffer { const void* data; size_t length; … }`. */
export function bufferBytes(
  library: Symbols,
  buffer: Address,
): Uint8Array<ArrayBuffer> {
  const [data, length] = new BigUint64Array(
    readBytes(library, buffer, 16).buffer,
  );
  return readBytes(library, data, Number(length));
}
