import { AttrType, DType } from "../../ffi/dtypes.ts";
import type { Attribute } from "../../op_definitions/attributes.ts";
import type { RawAttributes } from "./node.ts";

type Value = Readonly<Record<string, unknown>>;

/** The dtypes that TensorFlow.js has, for each that a model's file names. */
const dtypes: Readonly<Record<string, number>> = {
  DT_FLOAT: DType.FLOAT,
  DT_DOUBLE: DType.FLOAT,
  DT_HALF: DType.FLOAT,
  DT_BFLOAT16: DType.FLOAT,
  DT_INT8: DType.INT32,
  DT_INT16: DType.INT32,
  DT_INT32: DType.INT32,
  DT_INT64: DType.INT32,
  DT_UINT8: DType.INT32,
  DT_BOOL: DType.BOOL,
  DT_STRING: DType.STRING,
  DT_COMPLEX64: DType.COMPLEX64,
};

const sizes = (shape: unknown) =>
  ((shape as { dim?: { size?: string }[] }).dim ?? []).map(({ size }) =>
    Number(size ?? 0)
  );

/** How each kind of attribute is read: its name in the file, type and value. */
const kinds: Readonly<
  Record<string, readonly [string, number, (value: unknown) => unknown]>
> = {
  string: ["s", AttrType.STRING, (text) => atob(text as string)],
  int: ["i", AttrType.INT, Number],
  float: ["f", AttrType.FLOAT, Number],
  bool: ["b", AttrType.BOOL, Boolean],
  type: ["type", AttrType.TYPE, (name) => dtypes[name as string]],
  shape: ["shape", AttrType.SHAPE, sizes],
};

/**
 * A node's attributes, as TensorFlow takes them, with the dtypes that
 * TensorFlow.js has.
 *
 * @param defined The kinds of the operation's attributes, by name: "list(int)".
 */
export function attributesOf(
  raw: RawAttributes,
  defined: ReadonlyMap<string, string>,
): Attribute[] {
  return Object.entries(raw).flatMap(([name, value]) => {
    const kind = defined.get(name);
    const element = kind?.match(/^list\((.*)\)$/)?.[1];
    const reader = kinds[element ?? kind ?? ""];
    if (!reader) return [];
    const [field, type, read] = reader;
    if (!element) return [{ name, type, value: read(value[field]) }];
    const items = (value.list as Value | undefined)?.[field] ?? [];
    return [{ name, type, value: (items as unknown[]).map(read) }];
  });
}
