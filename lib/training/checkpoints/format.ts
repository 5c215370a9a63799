/**
 * The file format of checkpoints. Numbers are little-endian:
 *
 * | from | bytes | |
 * |---|---|---|
 * | 0 | 8 | `89 43 4B 50 54 0D 0A 1A` |
 * | 8 | 32 | SHA-256 of everything after it |
 * | 40 | 4 | version of the format |
 * | 44 | 4 | length of the header |
 * | 48 | … | header, JSON |
 * | … | … | values of the tensors, one after the other, float32 |
 *
 * The first 44 bytes are the same in every version of the format, so that a newer
 * file is not taken for a damaged one.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { oneLine } from "../../files/errors.ts";
import { CheckpointError, DamagedCheckpointError } from "../errors.ts";
import {
  type Checkpoint,
  decodeHeader,
  encodeHeader,
  type Header,
  type NamedValues,
} from "./header.ts";

/** The version that this program writes. */
export const FORMAT_VERSION = 1;

/** A hundred times what the largest network here needs. */
export const MAX_CHECKPOINT_BYTES = 64 * 1024 * 1024;

/** Enough for 10,000 epochs; parsed JSON takes many times its length in memory. */
const MAX_HEADER_BYTES = 4 * 1024 * 1024;

// As in PNG: a byte above 127, a name, and line ends, which a transfer in text mode
// would change
const MAGIC = Uint8Array.of(0x89, 0x43, 0x4b, 0x50, 0x54, 0x0d, 0x0a, 0x1a);
const DIGEST_AT = 8;
const VERSION_AT = 40;
const LENGTH_AT = 44;
const HEADER_AT = 48;

/**
 * Encodes a checkpoint as a file's bytes.
 *
 * @throws {CheckpointError} if it is larger than {@linkcode MAX_CHECKPOINT_BYTES}.
 */
export function encodeCheckpoint(
  checkpoint: Checkpoint,
): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(encodeHeader(checkpoint));
  const payload = HEADER_AT + header.length;
  const size = checkpoint.tensors.reduce(
    (sum, { values }) => sum + values.byteLength,
    payload,
  );
  if (size > MAX_CHECKPOINT_BYTES) {
    throw new CheckpointError(
      `Cannot write a checkpoint: it must have at most ${MAX_CHECKPOINT_BYTES} bytes: current value is ${size}; use a smaller network`,
    );
  }
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(VERSION_AT, FORMAT_VERSION, true);
  view.setUint32(LENGTH_AT, header.length, true);
  bytes.set(header, HEADER_AT);
  let at = payload;
  for (const { values } of checkpoint.tensors) {
    // Every machine that Deno runs on is little-endian
    bytes.set(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      at,
    );
    at += values.byteLength;
  }
  bytes.set(digestOf(bytes), DIGEST_AT);
  return bytes;
}

/**
 * Decodes what {@linkcode encodeCheckpoint} gave.
 *
 * @param path The file's, for messages.
 * @throws {DamagedCheckpointError} naming what is wrong with the bytes.
 * @throws {CheckpointError} if a newer version of this program wrote it.
 */
export function decodeCheckpoint(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
): Checkpoint {
  const damaged = (fault: string) =>
    new DamagedCheckpointError(`Cannot read checkpoint "${path}": ${fault}`);
  if (bytes.length < HEADER_AT) {
    throw damaged(
      `it must have at least ${HEADER_AT} bytes: current value is ${bytes.length}`,
    );
  }
  if (!MAGIC.every((byte, index) => bytes[index] === byte)) {
    throw damaged(
      "it must begin as a checkpoint does: it is another kind of file",
    );
  }
  const digest = digestOf(bytes);
  if (!digest.every((byte, index) => bytes[DIGEST_AT + index] === byte)) {
    throw damaged("its content must match its SHA-256: it does not");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const version = view.getUint32(VERSION_AT, true);
  if (version > FORMAT_VERSION) {
    throw new CheckpointError(
      `Cannot read checkpoint "${path}": its format must be version ${FORMAT_VERSION}: a newer program wrote version ${version}; use that program`,
    );
  }
  if (version < 1) throw damaged("its format's version must be at least 1");
  const length = view.getUint32(LENGTH_AT, true);
  if (length > MAX_HEADER_BYTES) {
    throw damaged(
      `its header must have at most ${MAX_HEADER_BYTES} bytes: current value is ${length}`,
    );
  }
  const payload = HEADER_AT + length;
  if (payload > bytes.length) {
    throw damaged(
      `its header must end within its ${bytes.length} bytes: it ends at ${payload}`,
    );
  }
  const { tensors, ...rest } = decodeHeader(
    bytes.subarray(HEADER_AT, payload),
    (fault) => damaged(`its header must be valid: ${fault}`),
  );
  return {
    ...rest,
    tensors: readTensors(tensors, bytes.subarray(payload), damaged),
  };
}

function digestOf(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes.subarray(VERSION_AT)).digest();
}

/**
 * Reads the tensors that the header lists. Nothing is allocated before their sizes
 * add up to the number of bytes.
 */
function readTensors(
  shapes: Header["tensors"],
  payload: Uint8Array<ArrayBuffer>,
  damaged: (fault: string) => Error,
): NamedValues[] {
  const sizes = shapes.map(({ shape }) => shape.reduce((a, b) => a * b, 1));
  const needed = sizes.reduce((sum, size) => sum + 4 * size, 0);
  if (needed !== payload.length) {
    throw damaged(
      `its tensors must have ${needed} bytes: current value is ${payload.length}`,
    );
  }
  let at = 0;
  return shapes.map((spec, index) => {
    const end = at + 4 * sizes[index];
    // A copy: a Float32Array must start at a multiple of 4 bytes
    const values = new Float32Array(payload.slice(at, end).buffer);
    at = end;
    if (!values.every(Number.isFinite)) {
      throw damaged(oneLine(`tensor "${spec.name}" must be finite`));
    }
    return { ...spec, values };
  });
}
