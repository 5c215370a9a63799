import { DType } from "../ffi/dtypes.ts";
import type { Values } from "./host_tensor.ts";

/** Constants with at most so many values are shared. */
const MAX_SHARED_VALUES = 8;

/**
 * Text that is equal for equal small constants, which may share one tensor, as
 * axes, sizes and numbers do; undefined for others.
 */
export function keyOfConstant(
  shape: readonly number[],
  dtype: number,
  values: Values,
): string | undefined {
  const { length } = values; // 0 if its buffer was transferred
  if (length === 0 || length > MAX_SHARED_VALUES || dtype === DType.STRING) {
    return undefined;
  }
  let key = `${dtype} [${shape}]`;
  for (const value of values) {
    if (typeof value === "string") return undefined;
    key += Object.is(value, -0) ? " -0" : ` ${value}`;
  }
  return key;
}
