/**
 * Reads JSON that anyone may have written: each kind of file has a schema of valibot's,
 * and a fault is described in one line that names its place.
 *
 * The functions are valibot's, with our limits and our wording. They can be mixed with
 * any other schemas of valibot's.
 *
 * @module
 */
import * as v from "valibot";
import { oneLine } from "./errors.ts";

/** A schema for JSON that gives a value of type `T`. */
export type Schema<T = unknown> = v.GenericSchema<unknown, T>;

/**
 * A schema for each field of `T`: in `object<Fields<Recipe>>({ … })` the compiler
 * checks that none is missing and that each gives the field's type.
 */
export type Fields<T> = {
  readonly [K in keyof T]-?: undefined extends T[K]
    ? v.OptionalSchema<Schema<Exclude<T[K], undefined>>, undefined>
    : Schema<T[K]>;
};

/** Deeper than any file of ours, and shallow enough for recursive functions. */
const MAX_DEPTH = 100;

/**
 * Parses JSON and checks it. Limit its size when you read the file.
 *
 * @param json UTF-8, or a text.
 * @param fail Makes the error that is thrown, from the first fault, for example
 * `schedule.peak must be a number above 0: current value is -1`.
 */
export function parseJson<T>(
  json: Uint8Array | string,
  schema: Schema<T>,
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
  return checkJson(value, v.pipe(levels(MAX_DEPTH), schema), fail);
}

/** Checks parsed JSON, as {@linkcode parseJson} does. */
export function checkJson<T>(
  value: unknown,
  schema: Schema<T>,
  fail: (fault: string) => Error,
): T {
  const result = v.safeParse(schema, value, OPTIONS);
  if (result.success) return result.output;
  const [{ path = [], message }] = result.issues;
  throw fail(oneLine(`${placeOf(path) || "it"} ${message}`));
}

/** Stops at the first fault: a file of megabytes may have millions. */
const OPTIONS = {
  abortEarly: true,
  message: (issue: v.BaseIssue<unknown>) => {
    const expected = (issue.expected ?? "another").replace(/^\(|\)$/g, "");
    return mustBe(expected.replaceAll(" | ", " or "))(issue);
  },
} as const;

/** For example `variants[1].set.epochs`; long keys are cut off. */
function placeOf(path: readonly v.IssuePathItem[]): string {
  return path.map(({ type, key }, index) =>
    type === "array"
      ? `[${key}]`
      : `${index === 0 ? "" : "."}${String(key).slice(0, 80)}`
  ).join("");
}

/** A message for valibot, which calls it with a value that doesn't meet the requirement. */
export function mustBe(
  requirement: string,
): (issue: { readonly input: unknown }) => string {
  return ({ input }) =>
    `must be ${requirement}: ${
      input === undefined ? "it is missing" : `current value is ${shown(input)}`
    }`;
}

/** The value without its content, which may be large. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return "an object";
  return typeof value === "string"
    ? JSON.stringify(value.slice(0, 80))
    : String(value);
}

/** Whether a value is an object of JSON with named fields. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The schema, with one message for all its faults. */
export function must<T>(requirement: string, schema: Schema<T>): Schema<T> {
  return v.message(schema, mustBe(requirement));
}

/** A number from `least` to `most`. */
export function number(least = -Infinity, most = Infinity): Schema<number> {
  const range = most < Infinity
    ? ` from ${least} to ${most}`
    : least > -Infinity
    ? ` of at least ${least}`
    : "";
  return must(
    `a number${range}`,
    // JSON has no NaN, but 1e999 is read as Infinity
    v.pipe(v.number(), v.finite(), v.minValue(least), v.maxValue(most)),
  );
}

/** A number above 0. */
export const positive: Schema<number> = must(
  "a number above 0",
  v.pipe(v.number(), v.finite(), v.gtValue(0)),
);

/** A number from 0 to less than 1. */
export const fraction: Schema<number> = must(
  "a number from 0 to less than 1",
  v.pipe(v.number(), v.minValue(0), v.ltValue(1)),
);

/** A whole number from `least` to `most`. */
export function whole(
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): Schema<number> {
  return must(
    `a whole number from ${least} to ${most}`,
    v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most)),
  );
}

/** True or false. */
export const boolean: Schema<boolean> = must("true or false", v.boolean());

/** Linux's PATH_MAX: folders are the longest texts in our files. */
const MAX_TEXT = 4096;

/** A line of text, without control characters. */
export function text(least = 0, most = MAX_TEXT): Schema<string> {
  return must(
    `a line of text of ${
      least > 0 ? `${least} to` : "at most"
    } ${most} characters`,
    v.pipe(
      v.string(),
      v.minLength(least),
      v.maxLength(most),
      v.regex(/^[^\p{Cc}\u2028\u2029]*$/u),
    ),
  );
}

/** A list of `least` to `most` items. */
export function list<T>(
  item: Schema<T>,
  least = 0,
  most = Infinity,
): Schema<T[]> {
  const size = least === most
    ? ` of ${least}`
    : most === Infinity
    ? (least > 0 ? ` of at least ${least}` : "")
    : ` of ${least > 0 ? `${least} to` : "at most"} ${most}`;
  return v.pipe(
    must(
      `a list${size}`,
      v.pipe(
        v.array(v.unknown()),
        v.minLength(least),
        v.maxLength(most),
      ),
    ),
    v.array(item),
  );
}

/** Any value that is nested at most so many levels deep. */
export function levels(most: number): Schema {
  return v.custom(
    (value) => isWithin(value, most),
    mustBe(`a value of at most ${most} levels`),
  );
}

function isWithin(value: unknown, most: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return most > 0 &&
    Object.values(value).every((each) => isWithin(each, most - 1));
}

// To valibot, a list is an object
const anObject = v.custom<Record<string, unknown>>(
  isObject,
  mustBe("an object"),
);

/** An object with these fields; others are dropped. */
export function object<Entries extends v.ObjectEntries>(
  entries: Entries,
): Schema<v.InferOutput<v.ObjectSchema<Entries, undefined>>> {
  return v.pipe(anObject, v.object(entries, missingIn(entries)));
}

/** An object with these fields; others are kept unchecked, except `__proto__` and such. */
export function looseObject<Entries extends v.ObjectEntries>(
  entries: Entries,
): Schema<v.InferOutput<v.ObjectSchema<Entries, undefined>>> {
  return v.pipe(anObject, v.looseObject(entries, missingIn(entries)));
}

/** An object with these fields; others are a fault. */
export function strictObject<Entries extends v.ObjectEntries>(
  entries: Entries,
): Schema<v.InferOutput<v.ObjectSchema<Entries, undefined>>> {
  const names = Object.keys(entries);
  return v.pipe(
    anObject,
    // First: a misspelt key is better called unknown than missing
    eachKey(
      (key) => names.includes(key),
      `is not known: it must be one of ${names.join(", ")}`,
    ),
    v.object(entries, missingIn(entries)),
  );
}

/**
 * An object with any keys.
 *
 * @param keys What the keys must look like, with an example for messages.
 */
export function mapOf<T>(
  item: Schema<T>,
  keys: { readonly pattern: RegExp; readonly example: string } = {
    pattern: /^/,
    example: "name",
  },
): Schema<Record<string, T>> {
  // v.record() would ignore them
  const special = ["__proto__", "prototype", "constructor"];
  return v.pipe(
    anObject,
    eachKey(
      (key) => keys.pattern.test(key) && !special.includes(key),
      `must be a key such as "${keys.example}"`,
    ),
    v.record(v.string(), item),
  );
}

/**
 * One of several objects, told apart by the field `kind`.
 *
 * @param byKind Their schemas, each of which has this field.
 */
export function kinds<Schemas extends Readonly<Record<string, Schema>>>(
  byKind: Schemas,
): Schema<v.InferOutput<Schemas[keyof Schemas]>> {
  const unknown = object({ kind: v.picklist(Object.keys(byKind)) });
  return v.lazy((input) => {
    const kind = isObject(input) ? String(input.kind) : "";
    return Object.hasOwn(byKind, kind) ? byKind[kind] : unknown;
  }) as Schema<v.InferOutput<Schemas[keyof Schemas]>>;
}

/**
 * Checks a field against the other fields of its object, after each by itself.
 *
 * @param requirement Gives what the field must be if it is wrong; otherwise undefined.
 */
export function fieldMust<T extends object>(
  key: keyof T & string,
  requirement: (value: T) => string | undefined,
): v.RawCheckAction<T> {
  return v.rawCheck<T>(({ dataset, addIssue }) => {
    const wrong = dataset.typed ? requirement(dataset.value) : undefined;
    if (wrong === undefined) return;
    const path = pathItem(dataset.value, key);
    addIssue({ message: mustBe(wrong)({ input: path.value }), path: [path] });
  });
}

function eachKey(
  isAllowed: (key: string) => boolean,
  message: string,
): v.RawCheckAction<Record<string, unknown>> {
  return v.rawCheck(({ dataset, addIssue }) => {
    const wrong = Object.keys(dataset.value as object)
      .find((key) => !isAllowed(key));
    if (wrong === undefined) return;
    addIssue({ message, path: [pathItem(dataset.value, wrong)] });
  });
}

/** The message for a missing key: what its schema says of a missing value. */
function missingIn(entries: v.ObjectEntries) {
  return ({ path }: v.BaseIssue<unknown>): string => {
    const key = path?.[0].key as string;
    return v.safeParse(entries[key], undefined, OPTIONS).issues![0].message;
  };
}

function pathItem(input: unknown, key: string): v.ObjectPathItem {
  const object = input as Record<string, unknown>;
  const value = object[key];
  return { type: "object", origin: "value", input: object, key, value };
}
