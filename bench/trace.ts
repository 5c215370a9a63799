/** TensorFlow's trace of one step. @module */
import { readMessage } from "../lib/tensorflow/ffi/protobuf.ts";

/** One operation in a step. */
export interface TracedOperation {
  readonly op: string;
  /** In microseconds; only differences within a step mean something. */
  readonly start: number;
  readonly end: number;
}

/** Operations of a `tensorflow.RunMetadata`, sorted by their start. */
export function operationsOf(metadata: Uint8Array): TracedOperation[] {
  return fieldsOf(metadata, 1) // step_stats
    .flatMap((stats) => fieldsOf(stats, 1)) // dev_stats
    .flatMap((device) => fieldsOf(device, 2)) // node_stats
    .map(operationOf)
    .sort((a, b) => a.start - b.start);
}

/** Microseconds from the first start to the last end. */
export function lengthOf(operations: readonly TracedOperation[]): number {
  return Math.max(...operations.map(({ end }) => end)) - operations[0].start;
}

/** The timeline omits operations shorter than this. */
const LEAST_MICROSECONDS = 20;

/**
 * A step as text, one line per operation: its start, its length, and its name in
 * a column. Operations that overlap are in different columns; the trace does not
 * say which thread ran them.
 */
export function timelineText(operations: readonly TracedOperation[]): string {
  const [{ start: first }] = operations;
  const busyUntil: number[] = [];
  const lines = operations
    .filter(({ start, end }) => end - start >= LEAST_MICROSECONDS)
    .map(({ op, start, end }) => {
      const free = busyUntil.findIndex((until) => until <= start);
      const column = free < 0 ? busyUntil.length : free;
      busyUntil[column] = end;
      const numbers = [start - first, end - start].map((value) =>
        value.toFixed(0).padStart(6)
      );
      return `${numbers.join(" ")}  ${" ".repeat(40 * column)}${op}`;
    });
  return ["    µs length", ...lines].join("\n");
}

function operationOf(node: Uint8Array): TracedOperation {
  const fields = new Map(
    Array.from(readMessage(node), ({ number, value }) => [number, value]),
  );
  const nanoseconds = (field: number) => Number(fields.get(field) ?? 0);
  const label = new TextDecoder().decode(fields.get(8) as Uint8Array);
  const began = nanoseconds(13); // all_start_nanos
  return {
    op: label.match(/ = (\w+)\(/)?.[1] ?? label,
    start: (began + nanoseconds(14)) / 1000, // op_start_rel_nanos
    end: (began + nanoseconds(15)) / 1000, // op_end_rel_nanos
  };
}

function fieldsOf(message: Uint8Array, wanted: number): Uint8Array[] {
  return Array.from(readMessage(message))
    .filter(({ number }) => number === wanted)
    .map(({ value }) => value as Uint8Array);
}
