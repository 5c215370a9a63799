/**
 * TensorFlow's attribute setters. The C API has each of them twice, for eager
 * operations (`TFE_OpSetAttr…`) and for graph operations (`TF_SetAttr…`); they
 * share one interface here.
 *
 * @module
 */
import { withPointers } from "../ffi/pointers.ts";
import { Status } from "../ffi/status.ts";
import type { Address, Symbols } from "../ffi/symbols.ts";

type Bytes = Uint8Array<ArrayBuffer>;
type Buffer =
  | BigInt64Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Bytes;

/** Attribute setters, one for each type. */
export interface AttributeSetters {
  string(op: Address, name: Bytes, value: Bytes, length: bigint): void;
  stringList(op: Address, name: Bytes, values: Bytes[]): void;
  int(op: Address, name: Bytes, value: bigint): void;
  intList(op: Address, name: Bytes, values: Buffer, count: number): void;
  float(op: Address, name: Bytes, value: number): void;
  floatList(op: Address, name: Bytes, values: Buffer, count: number): void;
  bool(op: Address, name: Bytes, value: number): void;
  boolList(op: Address, name: Bytes, values: Buffer, count: number): void;
  type(op: Address, name: Bytes, value: number): void;
  typeList(op: Address, name: Bytes, values: Buffer, count: number): void;
  shape(op: Address, name: Bytes, sizes: Buffer, rank: number): void;
  shapeList(op: Address, name: Bytes, shapes: readonly Buffer[]): void;
}

/** The setters for eager operations. */
export function eagerSetters(library: Symbols): AttributeSetters {
  const status = new Status(library);
  const check = () => status.check(() => "set a shape attribute");
  return {
    string: library.TFE_OpSetAttrString,
    stringList: stringList(library, library.TFE_OpSetAttrStringList),
    int: library.TFE_OpSetAttrInt,
    intList: library.TFE_OpSetAttrIntList,
    float: library.TFE_OpSetAttrFloat,
    floatList: library.TFE_OpSetAttrFloatList,
    bool: library.TFE_OpSetAttrBool,
    boolList: library.TFE_OpSetAttrBoolList,
    type: library.TFE_OpSetAttrType,
    typeList: library.TFE_OpSetAttrTypeList,
    shape: (op, name, sizes, rank) => {
      library.TFE_OpSetAttrShape(op, name, sizes, rank, status.address);
      check();
    },
    shapeList: shapeList(library, (...args) => {
      library.TFE_OpSetAttrShapeList(...args, status.address);
      check();
    }),
  };
}

/** The setters for graph operations. */
export function graphSetters(library: Symbols): AttributeSetters {
  return {
    string: library.TF_SetAttrString,
    stringList: stringList(library, library.TF_SetAttrStringList),
    int: library.TF_SetAttrInt,
    intList: library.TF_SetAttrIntList,
    float: library.TF_SetAttrFloat,
    floatList: library.TF_SetAttrFloatList,
    bool: library.TF_SetAttrBool,
    boolList: library.TF_SetAttrBoolList,
    type: library.TF_SetAttrType,
    typeList: library.TF_SetAttrTypeList,
    shape: library.TF_SetAttrShape,
    shapeList: shapeList(library, library.TF_SetAttrShapeList),
  };
}

function stringList(
  library: Symbols,
  set: Symbols["TF_SetAttrStringList"],
): AttributeSetters["stringList"] {
  return (op, name, values) => {
    const lengths = BigUint64Array.from(values, ({ length }) => BigInt(length));
    withPointers(
      library,
      values,
      (pointers) => set(op, name, pointers, lengths, values.length),
    );
  };
}

function shapeList(
  library: Symbols,
  set: Symbols["TF_SetAttrShapeList"],
): AttributeSetters["shapeList"] {
  return (op, name, shapes) => {
    const ranks = Int32Array.from(shapes, ({ length }) => length);
    withPointers(
      library,
      shapes.map(({ buffer }) => new Uint8Array(buffer)),
      (pointers) => set(op, name, pointers, ranks, shapes.length),
    );
  };
}
