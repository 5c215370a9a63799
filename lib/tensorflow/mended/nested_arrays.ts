/**
 * Has TensorFlow.js refuse arrays whose rows have different lengths: it looks at
 * the first row alone, and makes a tensor of too few or too many numbers. It takes
 * null for 0 and words for NaN, and gives [] for any tensor without elements.
 *
 * @module
 */
import type { Tensor } from "npm:@tensorflow/tfjs-core@4.22.0";
import { core, replaceOps } from "./replace.ts";

/** The lengths of an array's first row, of that row's first row, and so on. */
function lengthsOf(values: unknown): number[] {
  const first = Array.isArray(values) ? values[0] : undefined;
  if (!Array.isArray(first) && !ArrayBuffer.isView(first)) return [];
  return [(first as ArrayLike<unknown>).length, ...lengthsOf(first)];
}

/** An array's first element, or that of its first row, and so on. */
function firstOf(values: unknown): unknown {
  return Array.isArray(values) ? firstOf(values[0]) : values;
}

/**
 * @param lengths Those of the rows, and of the rows in them.
 * @throws {RangeError} if a row is shorter or longer.
 */
function requireEvenRows(
  values: unknown,
  [length, ...rest]: readonly number[],
  place = "",
): void {
  if (length === undefined) return;
  (values as { readonly length?: number }[]).forEach((row, i) => {
    if (row?.length !== length) {
      throw new RangeError(
        `Cannot make a tensor: rows must be equally long: Element arr${place}[${i}] should have ${length} elements, but has ${
          row?.length ?? 0
        } elements`,
      );
    }
    requireEvenRows(row, rest, `${place}[${i}]`);
  });
}

/**
 * The values as numbers, where some are missing: undefined and null are NaN, as in
 * NumPy.
 *
 * @throws {TypeError} if an element is a word, or is missing where no NaN can be.
 */
function numbersOf(values: unknown, dtype: string, place = ""): unknown {
  if (Array.isArray(values)) {
    const given: readonly unknown[] = values;
    let numbers: unknown[] | undefined;
    // A loop sees holes, too
    for (let i = 0; i < given.length; i++) {
      if (typeof given[i] === "number") continue;
      const number = numbersOf(given[i], dtype, `${place}[${i}]`);
      if (number !== given[i]) (numbers ??= [...given])[i] = number;
    }
    return numbers ?? given;
  }
  const isMissing = values === undefined || values === null;
  if (isMissing && dtype === "float32") return NaN;
  const isWord = typeof values === "string" && Number.isNaN(Number(values)) &&
    values.trim() !== "NaN";
  if (!isMissing && !isWord) return values;
  throw new TypeError(
    `Cannot make a tensor of ${dtype}: its values must be numbers or booleans: arr${place} is ${
      JSON.stringify(values)
    }`,
  );
}

/** The operation for arrays of numbers with even rows. */
function checked<Operation>(operation: Operation, dtypeAt = 1): Operation {
  const stock = operation as (values: unknown, ...rest: unknown[]) => unknown;
  const replacement: typeof stock = (values, ...rest) => {
    if (rest[dtypeAt] === "string") return stock(values, ...rest);
    requireEvenRows(values, lengthsOf(values));
    if (!Array.isArray(values)) return stock(values, ...rest);
    const first = firstOf(values);
    const inferred = typeof first === "boolean" ? "bool" : "float32";
    const dtype = (rest[dtypeAt] as string | undefined) ?? inferred;
    const isOfStrings = !rest[dtypeAt] && typeof first === "string";
    return stock(isOfStrings ? values : numbersOf(values, dtype), ...rest);
  };
  return replacement as Operation;
}

replaceOps({
  tensor: checked(core.tensor),
  tensor1d: checked(core.tensor1d, 0),
  tensor2d: checked(core.tensor2d),
  tensor3d: checked(core.tensor3d),
  tensor4d: checked(core.tensor4d),
  tensor5d: checked(core.tensor5d),
  tensor6d: checked(core.tensor6d),
});

/** Nested arrays without elements: [[], []] of [2, 0]. */
function emptyRows([size, ...rest]: readonly number[]): unknown[] {
  if (rest.length === 0) return [];
  return Array.from({ length: size }, () => emptyRows(rest));
}

const { array, arraySync } = core.Tensor.prototype;
Object.assign(core.Tensor.prototype, {
  arraySync(this: Tensor) {
    const values = arraySync.call(this);
    return this.size > 0 ? values : emptyRows(this.shape);
  },
  async array(this: Tensor) {
    const values = await array.call(this);
    return this.size > 0 ? values : emptyRows(this.shape);
  },
});
