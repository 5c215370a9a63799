/** What is wrong with a value of JSON, in one line, from what valibot finds. @module */
import * as v from "valibot";

/** valibot's options. It stops at the first fault: megabytes may have millions. */
export const FIRST_FAULT = { abortEarly: true, message: requirement } as const;

/**
 * The fault that an issue tells of, for example
 * `schedule.peak must be greater than 0: current value is -1`.
 *
 * @param issue Found with {@linkcode FIRST_FAULT}.
 * @param schema The whole value's.
 */
export function faultOf(
  issue: v.BaseIssue<unknown>,
  schema: v.GenericSchema,
): string {
  const { message, input } = issue;
  const path: readonly v.IssuePathItem[] = issue.path ?? [];
  const last = path.at(-1);
  if (last?.type === "object" && Array.isArray(last.input)) {
    return faultAt(path.slice(0, -1), "must be an object", last.input);
  }
  if (last?.origin !== "key") {
    return faultAt(path, message, last ? last.value : input);
  }
  const { type, entries } = ownerOf(schema, path) ?? {};
  if (!entries) return `${placeOf(path)} is not known: it ${message}`;
  const known = Object.keys(entries);
  const unknown = Object.keys(last.input as object)
    .find((key) => !known.includes(key));
  // Before the key that is missing: it may be this one, misspelt
  if (type === "strict_object" && unknown !== undefined) {
    const place = placeOf([...path.slice(0, -1), { ...last, key: unknown }]);
    return `${place} is not known: it must be one of ${known.join(", ")}`;
  }
  const field = v.safeParse(entries[`${last.key}`], undefined, FIRST_FAULT);
  return faultAt(path, field.issues![0].message, undefined);
}

function faultAt(
  path: readonly v.IssuePathItem[],
  requirement: string,
  value: unknown,
): string {
  return `${placeOf(path) || "it"} ${requirement}: ${
    value === undefined ? "it is missing" : `current value is ${shown(value)}`
  }`;
}

/** For example `variants[1].set.epochs`; long keys are cut off. */
function placeOf(path: readonly v.IssuePathItem[]): string {
  return path.map(({ type, key }, index) =>
    type === "array"
      ? `[${key}]`
      : `${index === 0 ? "" : "."}${String(key).slice(0, 80)}`
  ).join("");
}

/** The value without its content, which may be large. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "string"
    ? JSON.stringify(value.slice(0, 80))
    : String(value);
}

/** valibot's words, and ours. */
const WORDS: Readonly<Record<string, string>> = {
  Object: "an object",
  Array: "a list",
  string: "a text",
  number: "a number",
  boolean: "true or false",
  never: "left out",
  ">": "greater than",
  "<": "less than",
  ">=": "at least",
  "<=": "at most",
};

/** What a value must be, where its schema has no message of its own. */
function requirement({ type, expected }: v.BaseIssue<unknown>): string {
  const words = (expected ?? type).replace(/^\(|\)$/g, "");
  const [, sign, limit] = /^([<>]=?)(.+)$/.exec(words) ?? [];
  if (!sign) {
    return `must be ${WORDS[words] ?? words.replaceAll(" | ", " or ")}`;
  }
  const length = type.endsWith("_length") ? "have a length of" : "be";
  return `must ${length} ${WORDS[sign]} ${limit}`;
}

/** What valibot's schemas keep of the schemas that they are made from. */
interface Parts {
  readonly type: string;
  readonly pipe?: readonly Parts[];
  readonly wrapped?: Parts;
  readonly getter?: (input: unknown) => Parts;
  /** A variant's, told apart by the field `key`. */
  readonly options?: readonly Parts[];
  readonly key?: string;
  readonly entries?: Readonly<Record<string, v.GenericSchema>>;
  readonly item?: Parts;
  readonly value?: Parts;
}

/** The schema of the object that a path's last key belongs to. */
function ownerOf(
  parts: Parts,
  path: readonly v.IssuePathItem[],
): Parts | undefined {
  const [{ input, key }, ...rest] = path;
  const { type, pipe, wrapped, getter, options, entries, item, value } = parts;
  if (wrapped) return ownerOf(wrapped, path);
  if (getter) return ownerOf(getter(input), path);
  if (pipe) return pipe.map((each) => ownerOf(each, path)).find((it) => it);
  if (type === "variant") {
    const kind = parts.key!;
    const chosen = options!.find(({ entries }) =>
      v.is(entries![kind], (input as Record<string, unknown>)[kind])
    );
    return chosen && ownerOf(chosen, path);
  }
  if (rest.length === 0) return entries && parts;
  const inner = entries?.[`${key}`] ?? item ?? value;
  return inner && ownerOf(inner, rest);
}
