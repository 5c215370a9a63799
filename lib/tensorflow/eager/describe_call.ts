import { dtypeName } from "../ffi/dtypes.ts";
import type { TableEntry } from "./tensor_table.ts";

/** Names an operation and its inputs in messages: `MatMul(float[2,3], …)`. */
export function describeCall(
  name: string,
  inputs: readonly Pick<TableEntry, "shape" | "dtype">[],
): string {
  const given = inputs.map(({ shape, dtype }) =>
    `${dtypeName(dtype)}[${shape}]`
  );
  return `${name}(${given.join(", ")})`;
}
