/**
 * Checks of JSON that a user may have written: each says what is wrong, and where.
 *
 * @module
 */

/**
 * Looks at a value.
 *
 * @param path Where it stands, for example `schedule.peak`.
 * @returns What is wrong with it; undefined if nothing is.
 */
export type Check = (value: unknown, path: string) => string | undefined;

/** The checks of an object's fields: one for each that its type has. */
export type FieldChecks<T> = { readonly [K in keyof T]-?: Check };

/** What a value of the wrong kind is told. */
function wrong(path: string, requirement: string, value: unknown): string {
  const current = value === undefined
    ? "it is missing"
    : `current value is ${shown(value)}`;
  return `${path} must be ${requirement}: ${current}`;
}

/** Short, and no deeper than the value itself: what it holds may be endless. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return "an object";
  const text = typeof value === "string" ? value.slice(0, 80) : value;
  return JSON.stringify(text);
}

/** A check with a requirement in words. */
export function must(
  requirement: string,
  holds: (value: unknown) => boolean,
): Check {
  return (value, path) =>
    holds(value) ? undefined : wrong(path, requirement, value);
}

/** A number from `least` to `most`. */
export function number(least: number, most: number = Infinity): Check {
  const range = most === Infinity
    ? `of at least ${least}`
    : `from ${least} to ${most}`;
  return must(
    `a number ${range}`,
    (value) =>
      typeof value === "number" && Number.isFinite(value) && value >= least &&
      value <= most,
  );
}

/** A number above 0. */
export const positive: Check = must(
  "a number above 0",
  (value) => typeof value === "number" && Number.isFinite(value) && value > 0,
);

/** A number from 0 to less than 1. */
export const fraction: Check = must(
  "a number from 0 to less than 1",
  (value) => typeof value === "number" && value >= 0 && value < 1,
);

/** A whole number from `least` to `most`. */
export function whole(least: number, most: number): Check {
  return must(
    `a whole number from ${least} to ${most}`,
    (value) =>
      Number.isSafeInteger(value) && (value as number) >= least &&
      (value as number) <= most,
  );
}

/** True or false. */
export const boolean: Check = must(
  "true or false",
  (value) => typeof value === "boolean",
);

/** One of several words. */
export function oneOf(...words: string[]): Check {
  return must(
    words.map((word) => `"${word}"`).join(" or "),
    (value) => words.includes(value as string),
  );
}

/** A line of text that is not empty. */
export const text: Check = must(
  "a line of text, of at most 200 characters",
  (value) =>
    typeof value === "string" && /^[^\p{Cc}\u2028\u2029]{1,200}$/u.test(value),
);

/** A list with a check for each item, of any length from `least` to `most`. */
export function list(item: Check, least = 1, most = Infinity): Check {
  const size = least === most
    ? `a list of ${least}`
    : most === Infinity
    ? `a list of at least ${least}`
    : `a list of ${least} to ${most}`;
  return (value, path) => {
    const valid = Array.isArray(value) && value.length >= least &&
      value.length <= most;
    if (!valid) return wrong(path, size, value);
    return firstFault(value.map((each, i) => item(each, `${path}[${i}]`)));
  };
}

/** An object with these fields and no others. */
export function object<T>(fields: FieldChecks<T>): Check {
  return (value, path) => {
    if (!isObject(value)) return wrong(path, "an object", value);
    const place = (key: string) => path === "" ? key : `${path}.${key}`;
    const unknown = Object.keys(value).find((key) =>
      !Object.hasOwn(fields, key)
    );
    if (unknown !== undefined) {
      return `${place(unknown)} is not known: it must be one of ${
        Object.keys(fields).join(", ")
      }`;
    }
    const checks = Object.entries(fields) as [string, Check][];
    return firstFault(
      checks.map(([key, check]) => check(value[key], place(key))),
    );
  };
}

/**
 * An object whose keys are free, with a check for each value.
 *
 * @param keys What a key must look like.
 * @param most How many there may be.
 */
export function mapOf(
  item: Check,
  { keys, most }: { readonly keys: RegExp; readonly most: number },
): Check {
  return (value, path) => {
    if (!isObject(value)) return wrong(path, "an object", value);
    const entries = Object.entries(value);
    if (entries.length > most) {
      return `${path} must have at most ${most} keys: current value is ${entries.length}`;
    }
    return firstFault(entries.map(([key, each]) => {
      const place = `${path}.${key.slice(0, 80)}`;
      return keys.test(key)
        ? item(each, place)
        : `${place} must be a key such as "schedule.peak"`;
    }));
  };
}

/** Objects that are told apart by their field `kind`. */
export function kinds(byKind: Readonly<Record<string, Check>>): Check {
  return (value, path) => {
    if (!isObject(value)) return wrong(path, "an object", value);
    const { kind } = value;
    return oneOf(...Object.keys(byKind))(kind, `${path}.kind`) ??
      byKind[kind as string](value, path);
  };
}

/** What may be left out. */
export function optional(check: Check): Check {
  return (value, path) => value === undefined ? undefined : check(value, path);
}

/** What any of the checks lets pass; else the last one's complaint. */
export function anyOf(...checks: Check[]): Check {
  return (value, path) => {
    const faults = checks.map((check) => check(value, path));
    return faults.includes(undefined) ? undefined : faults.at(-1);
  };
}

/** Whether a value is an object of JSON with named fields. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function firstFault(faults: readonly (string | undefined)[]) {
  return faults.find((fault) => fault !== undefined);
}
