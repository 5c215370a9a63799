import * as v from "valibot";
import { integer, jsonObject, line, parseJson } from "../../files/json.ts";
import type { RandomState } from "../../tensorflow/mod.ts";
import { type Position, positionSchema } from "../run_position.ts";
import { type RunIdentity, runIdentitySchema } from "./run_identity.ts";

const count = v.pipe(integer, v.minValue(1));

/** The start options in JSON. */
export const startOptionsSchema = v.pipe(
  jsonObject,
  v.object({
    /** Folder of the digits, if one was named. */
    data: v.optional(line),
    /** Folder of the soft targets, if one was named. */
    softTargets: v.optional(line),
    /** Number of images of each set, if not all are used. */
    limit: v.optional(count),
    /** Some training images are held out and take the test set's place. */
    validation: v.optional(v.literal(true)),
    /** They are held out by who wrote them. */
    writers: v.optional(v.literal(true)),
    /** The backend, if one was named. */
    backend: v.optional(line),
    /** Library, device and threads: another engine rounds differently. */
    engine: v.optional(line),
  }),
);

/** How a run was started: where its data is and what computes it. */
export type StartOptions = Readonly<v.InferOutput<typeof startOptionsSchema>>;

/** A tensor's name, shape and float32 values. */
export interface NamedValues {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

const tensors = v.pipe(
  v.array(v.object({
    name: line,
    shape: v.pipe(v.array(count), v.maxLength(8)),
  })),
  // A network of this program has about 50, of at most 4 axes
  v.maxLength(10_000),
  v.check(
    (tensors) =>
      new Set(tensors.map(({ name }) => name)).size === tensors.length,
    "must have names of their own",
  ),
);

const header = v.object({
  run: runIdentitySchema,
  start: startOptionsSchema,
  position: positionSchema,
  random: v.object({
    seed: v.pipe(integer, v.minValue(-(2 ** 31)), v.maxValue(2 ** 31 - 1)),
    draws: v.pipe(integer, v.minValue(0)),
  }),
  tensors,
});

/** The header of a checkpoint: all but the tensors' values. */
export type Header = v.InferOutput<typeof header>;

/** Everything a run needs to continue as if it had not been stopped. */
export interface Checkpoint {
  readonly run: RunIdentity;
  /** Options that do not change the results. */
  readonly start: StartOptions;
  readonly position: Readonly<Position>;
  readonly random: RandomState;
  /** Weights, moving averages and the optimizer's state. */
  readonly tensors: readonly NamedValues[];
}

/** The header as JSON. */
export function encodeHeader(
  { run, start, position, random, tensors }: Checkpoint,
): string {
  const shapes = tensors.map(({ name, shape }) => ({ name, shape }));
  return JSON.stringify({ run, start, position, random, tensors: shapes });
}

/**
 * Reads a header.
 *
 * @param fail Makes the error that is thrown from what is wrong.
 */
export function decodeHeader(
  bytes: Uint8Array,
  fail: (fault: string) => Error,
): Header {
  return parseJson(bytes, header, fail);
}
