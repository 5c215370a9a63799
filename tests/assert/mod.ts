/**
 * The part of jsr:@std/assert that the tests use, over node:assert, so that
 * they run where JSR cannot be reached. Take ./tests/assert out of "workspace" in
 * deno.json to take the package from JSR instead.
 *
 * @module
 */
import assertModule from "node:assert";

/** Error thrown by a failed assertion. */
export const AssertionError = assertModule.AssertionError;

/** Asserts that `expr` is truthy. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) fail(msg || "Expected a truthy value");
}

/** Asserts deep, strict equality. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  assertModule.deepStrictEqual(actual, expected, msg as string);
}

/** Asserts deep, strict inequality. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  assertModule.notDeepStrictEqual(actual, expected, msg as string);
}

/** Asserts identity, as `Object.is` has it. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  assertModule.strictEqual(actual, expected, msg as string);
}

/** Asserts that two numbers differ by at most `tolerance` (relative 1e-7 by default). */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
): void {
  if (Object.is(actual, expected)) return;
  const bound = tolerance ??
    (Number.isFinite(expected) ? Math.abs(expected) * 1e-7 : 1e-7);
  if (Math.abs(expected - actual) <= bound) return;
  fail(
    msg ?? `Expected ${actual} to be within ${bound} of ${expected}`,
  );
}

/** Asserts that `actual` holds the text `expected`. */
export function assertStringIncludes(
  actual: string,
  expected: string,
  msg?: string,
): void {
  if (!actual.includes(expected)) {
    fail(
      msg ??
        `Expected ${JSON.stringify(actual)} to contain ${
          JSON.stringify(expected)
        }`,
    );
  }
}

/** Asserts that `actual` matches the expression. */
export function assertMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void {
  if (!expected.test(actual)) {
    fail(msg ?? `Expected ${JSON.stringify(actual)} to match ${expected}`);
  }
}

/** Asserts `actual > expected`. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual > expected)) {
    fail(msg ?? `Expected ${actual} > ${expected}`);
  }
}

/** Asserts `actual < expected`. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual < expected)) {
    fail(msg ?? `Expected ${actual} < ${expected}`);
  }
}

type ErrorClass<E extends Error> = abstract new (...args: never[]) => E;

function checkError<E extends Error>(
  error: unknown,
  errorClass?: ErrorClass<E>,
  messageIncludes?: string,
): E {
  if (!(error instanceof Error)) {
    fail(`Expected an Error to be thrown, got ${String(error)}`);
  }
  if (errorClass && !(error instanceof errorClass)) {
    fail(
      `Expected error to be instance of ${errorClass.name}, got ${error.constructor.name}: ${error.message}`,
    );
  }
  if (messageIncludes !== undefined) {
    assertStringIncludes(error.message, messageIncludes);
  }
  return error as E;
}

/** Asserts that `fn` throws, and returns what it threw. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  errorClass?: ErrorClass<E>,
  messageIncludes?: string,
): E {
  try {
    fn();
  } catch (error) {
    return checkError(error, errorClass, messageIncludes);
  }
  fail("Expected function to throw");
}

/** Asserts that `fn`'s promise rejects, and returns what it was rejected with. */
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  errorClass?: ErrorClass<E>,
  messageIncludes?: string,
): Promise<E> {
  try {
    await fn();
  } catch (error) {
    return checkError(error, errorClass, messageIncludes);
  }
  fail("Expected function to reject");
}

/** Fails. */
export function fail(msg = "Failed assertion"): never {
  throw new AssertionError({ message: msg });
}
