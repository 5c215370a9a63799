/** Hints for answers that are numbers, lists or functions. @module */

/** How far an answer may be from the right one. */
export interface Tolerance {
  /** Share of the right number's size; 0.001 unless told, and 0 for whole numbers. */
  readonly relative?: number;
}

/** @returns What is off about a number, or nothing if it is right. */
export function numberHint(
  answer: number,
  right: number,
  { relative = Number.isInteger(right) ? 0 : 0.001 }: Tolerance = {},
): string | undefined {
  if (typeof answer !== "number") {
    return `a number is needed, not ${kind(answer)}.`;
  }
  if (Number.isNaN(answer)) return "the answer is not a number (NaN).";
  const allowed = relative * Math.abs(right);
  if (Math.abs(answer - right) <= allowed) return undefined;
  if (right !== 0 && Math.abs(answer + right) <= allowed) {
    return "the size is right, the sign is not.";
  }
  if (Math.abs(answer - right) <= 0.02 * Math.abs(right)) {
    return Number.isInteger(right)
      ? "close, but this one is to be exact."
      : "close: keep more digits until the end.";
  }
  return `${answer} is too ${answer > right ? "large" : "small"}.`;
}

/** @returns What is off about a list of numbers, or nothing if it is right. */
export function listHint(
  answer: ArrayLike<number>,
  right: ArrayLike<number>,
  tolerance?: Tolerance,
): string | undefined {
  if (typeof answer !== "object" || !("length" in answer)) {
    return `a list of numbers is needed, not ${kind(answer)}.`;
  }
  if (answer.length !== right.length) {
    return `the list needs another length than ${answer.length}.`;
  }
  for (let k = 0; k < right.length; k++) {
    const hint = numberHint(answer[k], right[k], tolerance);
    if (hint) return `element ${k}: ${hint}`;
  }
}

/**
 * Compares a function with the right one.
 *
 * @param inputs Arguments to try both with
 * @returns What is off for the first input with another result, or nothing
 */
export function functionHint<Arguments extends readonly unknown[]>(
  answer: (...args: Arguments) => number | ArrayLike<number>,
  right: (...args: Arguments) => number | ArrayLike<number>,
  inputs: readonly Arguments[],
  tolerance?: Tolerance,
): string | undefined {
  if (typeof answer !== "function") {
    return `a function is needed, not ${kind(answer)}.`;
  }
  for (const args of inputs) {
    const [found, wanted] = [answer(...args), right(...args)];
    const hint = typeof wanted === "number"
      ? numberHint(found as number, wanted, tolerance)
      : listHint(found as ArrayLike<number>, wanted, tolerance);
    if (hint) return `for ${args.map(shown).join(", ")}: ${hint}`;
  }
}

function kind(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
