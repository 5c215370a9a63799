/**
 * Reads back what a {@linkcode SummaryWriter} wrote, as far as a run that goes on needs
 * it: TFRecord files (core/lib/io/record_writer.h) of `Event` messages
 * (core/util/event.proto).
 *
 * @module
 */
import { readMessage } from "../ffi/protobuf.ts";

/** One record of an event file. */
export interface EventRecord {
  readonly step: number;
  /** The tags of its summary. */
  readonly tags: readonly string[];
  /** As it stands in the file, with its length and its checksums. */
  readonly bytes: Uint8Array;
}

/** Length, 8 bytes, and its checksum, 4. */
const HEADER = 12;
/** The content's checksum. */
const FOOTER = 4;

/** Whether TensorBoard takes a file for one of events. */
export function isEventFile(name: string): boolean {
  return name.includes("tfevents");
}

/**
 * The records of an event file, in order, up to the first one that is cut off or
 * damaged.
 */
export function* readEvents(file: Uint8Array): Generator<EventRecord> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let start = 0;
  while (start + HEADER <= file.length) {
    const length = view.getBigUint64(start, true);
    const end = start + HEADER + Number(length) + FOOTER;
    if (end > file.length) return;
    const content = file.subarray(start + HEADER, end - FOOTER);
    const record = parseEvent(content);
    if (!record) return;
    yield { ...record, bytes: file.subarray(start, end) };
    start = end;
  }
}

/** Step and tags of an `Event`: step = 2, summary = 5; `Summary`: value = 1, tag = 1. */
function parseEvent(
  content: Uint8Array,
): Pick<EventRecord, "step" | "tags"> | undefined {
  try {
    let step = 0;
    const tags: string[] = [];
    for (const { number, value } of readMessage(content)) {
      if (number === 2) step = Number(value);
      if (number !== 5 || typeof value === "bigint") continue;
      for (const entry of readMessage(value)) {
        if (entry.number === 1) tags.push(tagOf(entry.value as Uint8Array));
      }
    }
    return { step, tags };
  } catch {
    return undefined; // Not a message
  }
}

function tagOf(entry: Uint8Array): string {
  for (const { number, value } of readMessage(entry)) {
    if (number === 1) return new TextDecoder().decode(value as Uint8Array);
  }
  return "";
}
