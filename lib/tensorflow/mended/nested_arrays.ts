/**
 * Has TensorFlow.js refuse arrays whose rows have different lengths: it looks at
 * the first row alone, and makes a tensor of too few or too many numbers.
 *
 * @module
 */
import { core, replaceOps } from "./replace.ts";

/** The lengths of an array's first row, of that row's first row, and so on. */
function lengthsOf(values: unknown): number[] {
  const first = Array.isArray(values) ? values[0] : undefined;
  if (!Array.isArray(first) && !ArrayBuffer.isView(first)) return [];
  return [(first as ArrayLike<unknown>).length, ...lengthsOf(first)];
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

/** The operation for arrays with even rows. */
function even<Operation>(operation: Operation): Operation {
  const stock = operation as (values: unknown, ...rest: unknown[]) => unknown;
  const replacement: typeof stock = (values, ...rest) => {
    if (rest[1] !== "string") requireEvenRows(values, lengthsOf(values));
    return stock(values, ...rest);
  };
  return replacement as Operation;
}

replaceOps({
  tensor: even(core.tensor),
  tensor2d: even(core.tensor2d),
  tensor3d: even(core.tensor3d),
  tensor4d: even(core.tensor4d),
  tensor5d: even(core.tensor5d),
  tensor6d: even(core.tensor6d),
});
