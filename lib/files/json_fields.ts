/**
 * Strict reading of JSON that may come from anywhere.
 *
 * Only an object's own properties count, and only those that are asked for:
 * `__proto__` and its like have no effect.
 *
 * @module
 */

/** A value that is not what its place asks for; the message says which. */
export class FieldError extends Error {
  override name = "FieldError";
}

/** Linux's PATH_MAX: folders are the longest of the texts. */
const MAX_TEXT = 4096;

/** The fields of a JSON object. */
export class Fields {
  readonly #object: Record<string, unknown>;
  readonly #path: string;

  /**
   * @param path Named in messages, for example `position`; "" for a whole file.
   * @throws {FieldError} if the value is not an object.
   */
  constructor(value: unknown, path: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new FieldError(`${path || "it"} must be an object`);
    }
    this.#object = value as Record<string, unknown>;
    this.#path = path;
  }

  /**
   * @param bytes JSON in UTF-8.
   * @throws {FieldError} if they are not, or not an object.
   */
  static parse(bytes: Uint8Array, path: string): Fields {
    return new Fields(parsed(bytes, path), path);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#object, name);
  }

  /** A copy of all of them, unchecked. */
  all(): Record<string, unknown> {
    return { ...this.#object };
  }

  /** @throws {FieldError} if it is missing or not an object. */
  object(name: string): Fields {
    return new Fields(this.#value(name), this.#place(name));
  }

  /** @throws {FieldError} if it is missing or not a list. */
  list(name: string): unknown[] {
    const value = this.#value(name);
    if (!Array.isArray(value)) this.#reject(name, "a list");
    return value as unknown[];
  }

  /**
   * @throws {FieldError} if it is missing or not a text without control
   * characters, no longer than a path may be.
   */
  text(name: string): string {
    const value = this.#value(name);
    const valid = typeof value === "string" && value.length <= MAX_TEXT &&
      !/[\p{Cc}\u2028\u2029]/u.test(value);
    if (!valid) {
      this.#reject(name, "a line of text");
    }
    return value as string;
  }

  /** @throws {FieldError} if it is missing or none of these words. */
  oneOf<Word extends string>(name: string, words: readonly Word[]): Word {
    const value = this.#value(name);
    const word = words.find((word) => word === value);
    if (word === undefined) {
      this.#reject(name, words.map((word) => `"${word}"`).join(" or "));
    }
    return word as Word;
  }

  /** @throws {FieldError} if it is missing or not a number. */
  number(name: string): number {
    const value = this.#value(name);
    // JSON has no NaN, but 1e999 is read as Infinity
    if (!Number.isFinite(value)) this.#reject(name, "a finite number");
    return value as number;
  }

  /** @throws {FieldError} if it is missing or not a number above 0. */
  positive(name: string): number {
    const value = this.number(name);
    if (value <= 0) this.#reject(name, "a number above 0");
    return value;
  }

  /** @throws {FieldError} if it is missing or not a whole number in the range. */
  whole(
    name: string,
    least: number,
    most: number = Number.MAX_SAFE_INTEGER,
  ): number {
    const value = this.#value(name);
    const valid = Number.isSafeInteger(value) && (value as number) >= least &&
      (value as number) <= most;
    if (!valid) {
      this.#reject(name, `a whole number from ${least} to ${most}`);
    }
    return value as number;
  }

  #value(name: string): unknown {
    return this.has(name) ? this.#object[name] : undefined;
  }

  #place(name: string): string {
    return this.#path === "" ? name : `${this.#path}.${name}`;
  }

  #reject(name: string, requirement: string): never {
    throw new FieldError(`${this.#place(name)} must be ${requirement}`);
  }
}

function parsed(bytes: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new FieldError(`${path || "it"} must be JSON in UTF-8`);
  }
}
