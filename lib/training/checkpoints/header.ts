import * as v from "valibot";
import {
  type Fields,
  list,
  object,
  parseJson,
  text,
  whole,
} from "../../files/json.ts";
import type { RandomState } from "../../tensorflow/mod.ts";
import { type Position, positionSchema } from "../position.ts";
import { type RunRecord, runRecord } from "./run_record.ts";

const count = whole(1);

const start = object({
  /** Folder of the digits, if one was named. */
  data: v.optional(text()),
  /** Folder of the soft targets, if one was named. */
  softTargets: v.optional(text()),
  /** Images of each set, if not all. */
  limit: v.optional(count),
  /** Training images stand in the test set's place. */
  validation: v.optional(v.literal(true)),
  /** Of those, all that some writers wrote. */
  writers: v.optional(v.literal(true)),
  /** The backend, if one was named. */
  backend: v.optional(text()),
  /** What the backend was: other engines round differently. */
  engine: v.optional(text()),
});

/** Where the data lay and what ran the steps. */
export type StartOptions = Readonly<v.InferOutput<typeof start>>;

/** A tensor's name, shape and float32 values. */
export interface NamedValues {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

const tensors = v.pipe(
  // A network of this program has about 50, of at most 4 axes
  list(object({ name: text(), shape: list(count, 0, 8) }), 0, 10_000),
  v.check(
    (tensors) =>
      new Set(tensors.map(({ name }) => name)).size === tensors.length,
    "must have names of their own",
  ),
);

const header = object({
  run: runRecord,
  start,
  position: positionSchema,
  random: object<Fields<RandomState>>({
    seed: whole(-(2 ** 31), 2 ** 31 - 1),
    draws: whole(0),
  }),
  tensors,
});

/** A checkpoint without the tensors' values. */
export type Header = v.InferOutput<typeof header>;

/** All that a run needs to go on as if it had not been stopped. */
export interface Checkpoint {
  readonly run: RunRecord;
  /** How it was started, where that does not change what it computes. */
  readonly start: StartOptions;
  readonly position: Readonly<Position>;
  readonly random: RandomState;
  /** Weights, moving averages and the optimizer's state. */
  readonly tensors: readonly NamedValues[];
}

/** The header's text. */
export function encodeHeader(
  { run, start, position, random, tensors }: Checkpoint,
): string {
  const shapes = tensors.map(({ name, shape }) => ({ name, shape }));
  return JSON.stringify({ run, start, position, random, tensors: shapes });
}

/**
 * Reads a header's text.
 *
 * @param fail Makes the error from the first fault.
 * @throws What `fail` makes.
 */
export function decodeHeader(
  bytes: Uint8Array,
  fail: (fault: string) => Error,
): Header {
  return parseJson(bytes, header, fail);
}
