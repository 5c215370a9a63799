/**
 * Reads JSON that anyone may have written: valibot checks it against a schema, and the
 * first fault becomes one line. A message of a schema's own says only what the value
 * must be, for example `must be a file name`; the place and the value are added.
 *
 * @module
 */
import * as v from "valibot";
import { oneLine } from "./errors.ts";
import { faultOf, FIRST_FAULT } from "./json_fault.ts";

/** A number. JSON has no infinity, but 1e999 is read as one. */
export const finite = v.pipe(v.number(), v.finite());

/** An integer that float64 holds exactly. */
export const integer = v.pipe(
  v.number("must be an integer"),
  v.safeInteger("must be an integer"),
);

/** A line of text, without control characters; as long as a path may be in Linux. */
export const line = v.pipe(
  v.string("must be a line of text"),
  v.maxLength(4096),
  v.regex(/^[^\p{Cc}\u2028\u2029]*$/u, "must be a line of text"),
);

/** An object of any fields. valibot's objects and records take a list for one. */
export const jsonObject = v.custom<Record<string, unknown>>(
  (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value),
  "must be an object",
);

/** Deeper than any file of ours, and shallow enough for recursive functions. */
const MAX_DEPTH = 100;

/**
 * Parses JSON and checks it. Limit its size when you read the file.
 *
 * @param json UTF-8, or a text.
 * @param fail Makes the error that is thrown, from the first fault, for example
 * `schedule.peak must be greater than 0: current value is -1`.
 */
export function parseJson<T>(
  json: Uint8Array | string,
  schema: v.GenericSchema<unknown, T>,
  fail: (fault: string) => Error,
): T {
  let value: unknown;
  try {
    value = JSON.parse(
      typeof json === "string"
        ? json
        : new TextDecoder("utf-8", { fatal: true }).decode(json),
    );
  } catch (error) {
    const reason = (error as Error).message;
    throw fail(oneLine(`it must be JSON in UTF-8: ${reason}`));
  }
  if (!isWithin(value, MAX_DEPTH)) {
    throw fail(`it must have at most ${MAX_DEPTH} levels: it is nested deeper`);
  }
  return checkJson(value, schema, fail);
}

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 &&
    Object.values(value).every((each) => isWithin(each, levels - 1));
}

/** Checks parsed JSON, as {@linkcode parseJson} does. */
export function checkJson<T>(
  value: unknown,
  schema: v.GenericSchema<unknown, T>,
  fail: (fault: string) => Error,
): T {
  const result = v.safeParse(schema, value, FIRST_FAULT);
  if (result.success) return result.output;
  throw fail(oneLine(faultOf(result.issues[0], schema)));
}
