import { AttrType } from "../ffi/dtypes.ts";
import type { TensorMetadata } from "../eager/tensor_table.ts";
import type { Binding } from "./binding.ts";

/** Casts a tensor by its number. */
export function cast(
  binding: Binding,
  id: number,
  from: number,
  to: number,
): TensorMetadata {
  const [output] = binding.executeOp(
    "Cast",
    [
      { name: "SrcT", type: AttrType.TYPE, value: from },
      { name: "DstT", type: AttrType.TYPE, value: to },
      { name: "Truncate", type: AttrType.BOOL, value: false },
    ],
    [id],
    1,
  );
  return output;
}
