/**
 * Reads and writes the part of Protocol Buffers' wire format that the C API
 * needs: it takes a ConfigProto, TensorProto and AttrValue and returns an OpDef
 * and RunMetadata. Exported models are such messages too. See https://protobuf.dev/programming-guides/encoding
 *
 * @module
 */

const encoder = new TextEncoder();

/** A 32-bit floating-point number, which fields of type `float` hold. */
export interface Float32 {
  readonly float32: number;
}

/** A 64-bit floating-point number, which fields of type `double` hold. */
export interface Float64 {
  readonly float64: number;
}

/**
 * A field to encode: a varint, text or bytes with their length, or a floating-point
 * number.
 */
export type Field = readonly [
  number: number,
  value: number | string | Uint8Array | Float32 | Float64,
];

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return bytes;
}

/** Encodes a message from its fields, in order. */
export function encodeMessage(
  fields: readonly Field[],
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for (const [number, value] of fields) {
    if (typeof value === "number") {
      parts.push(Uint8Array.from([...varint(number << 3), ...varint(value)]));
      continue;
    }
    if (typeof value === "object" && "float32" in value) {
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setFloat32(0, value.float32, true);
      parts.push(Uint8Array.from(varint(number << 3 | 5)), bytes);
      continue;
    }
    if (typeof value === "object" && "float64" in value) {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setFloat64(0, value.float64, true);
      parts.push(Uint8Array.from(varint(number << 3 | 1)), bytes);
      continue;
    }
    const bytes = typeof value === "string" ? encoder.encode(value) : value;
    parts.push(
      Uint8Array.from([...varint(number << 3 | 2), ...varint(bytes.length)]),
      bytes,
    );
  }
  const message = new Uint8Array(
    parts.reduce((sum, part) => sum + part.length, 0),
  );
  let offset = 0;
  for (const part of parts) {
    message.set(part, offset);
    offset += part.length;
  }
  return message;
}

/** A decoded field: numbers as bigint, everything else as bytes. */
export interface DecodedField {
  readonly number: number;
  readonly value: bigint | Uint8Array;
}

/**
 * Decodes a message's fields, in order.
 *
 * @throws {RangeError} if the bytes end within a field or contain a group.
 */
export function* readMessage(bytes: Uint8Array): Generator<DecodedField> {
  let offset = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const readVarint = () => {
    let value = 0n;
    for (let shift = 0n;; shift += 7n) {
      const byte = view.getUint8(offset++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (offset < bytes.length) {
    const tag = Number(readVarint());
    const number = tag >>> 3;
    switch (tag & 7) {
      case 0:
        yield { number, value: readVarint() };
        break;
      case 1:
        yield { number, value: view.getBigUint64(offset, true) };
        offset += 8;
        break;
      case 2: {
        const length = Number(readVarint());
        if (offset + length > bytes.length) {
          throw new RangeError(
            `Cannot read a protocol buffer: field ${number} must end within its message: its length is ${length}`,
          );
        }
        yield { number, value: bytes.subarray(offset, offset + length) };
        offset += length;
        break;
      }
      case 5:
        yield { number, value: BigInt(view.getUint32(offset, true)) };
        offset += 4;
        break;
      default:
        throw new RangeError(
          `Cannot read a protocol buffer: wire type must be 0, 1, 2 or 5: current value is ${
            tag & 7
          }`,
        );
    }
  }
}
