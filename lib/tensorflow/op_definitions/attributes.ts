import type { AttributeSetters } from "./setters.ts";
import { AttrType } from "../ffi/dtypes.ts";
import { cString } from "../ffi/memory.ts";
import type { Address } from "../ffi/symbols.ts";
import { checkShape } from "../ffi/shape.ts";

/** An attribute of an operation, in tfjs-node's format. */
export interface Attribute {
  readonly name: string;
  /** One of {@link AttrType}; of the elements, if the value is a list. */
  readonly type: number;
  /**
   * An array for a list. A shape is an array of sizes, −1 if unknown; a list of
   * shapes must not be empty.
   */
  readonly value: unknown;
}

/**
 * Sets an attribute of an operation.
 *
 * @throws {TypeError | RangeError} if the value doesn't match the type.
 */
export function setAttribute(
  setters: AttributeSetters,
  op: Address,
  { name, type, value }: Attribute,
): void {
  const key = cString(name);
  if (Array.isArray(value)) {
    if (setList(setters, op, key, { name, type, value })) return;
  } else {
    switch (type) {
      case AttrType.STRING: {
        const content = text(value, name);
        return setters.string(op, key, content, BigInt(content.length));
      }
      case AttrType.INT:
        return setters.int(op, key, BigInt(wholeNumber(value, name)));
      case AttrType.FLOAT:
        return setters.float(op, key, number(value, name));
      case AttrType.BOOL:
        return setters.bool(op, key, value ? 1 : 0);
      case AttrType.TYPE:
        return setters.type(op, key, wholeNumber(value, name));
    }
  }
  throw new TypeError(
    `Cannot set attribute "${name}": its type must be a string, int, float, bool, type or shape, or a list of these: current type is ${type}`,
  );
}

/** Sets an attribute that is a list, or a shape, if there is one of its type. */
function setList(
  setters: AttributeSetters,
  op: Address,
  key: Uint8Array<ArrayBuffer>,
  { name, type, value }: Attribute & { readonly value: unknown[] },
): boolean {
  const count = value.length;
  const whole = (item: unknown) => wholeNumber(item, name);
  const sizes = (item: unknown) => shapeSizes(item, name);
  switch (type) {
    case AttrType.STRING:
      setters.stringList(op, key, value.map((item) => text(item, name)));
      return true;
    case AttrType.INT: {
      const short = (item: unknown) => BigInt(int32(item, name));
      setters.intList(op, key, BigInt64Array.from(value, short), count);
      return true;
    }
    case AttrType.FLOAT: {
      const single = (item: unknown) => number(item, name);
      setters.floatList(op, key, Float32Array.from(value, single), count);
      return true;
    }
    case AttrType.BOOL: {
      const flag = (item: unknown) => item ? 1 : 0;
      setters.boolList(op, key, Uint8Array.from(value, flag), count);
      return true;
    }
    case AttrType.TYPE:
      setters.typeList(op, key, Int32Array.from(value, whole), count);
      return true;
    case AttrType.SHAPE:
      if (Array.isArray(value[0])) {
        setters.shapeList(op, key, value.map(sizes));
      } else setters.shape(op, key, sizes(value), count);
      return true;
  }
  return false;
}

const encoder = new TextEncoder();

function wrongType(name: string, type: string, value: unknown): TypeError {
  return new TypeError(
    `Cannot set attribute "${name}": its value must be ${type}: current value is ${value}`,
  );
}

function number(value: unknown, name: string): number {
  if (typeof value === "number") return value;
  throw wrongType(name, "a number", value);
}

function text(value: unknown, name: string): Uint8Array<ArrayBuffer> {
  if (typeof value === "string") return encoder.encode(value);
  throw wrongType(name, "a string", value);
}

function wholeNumber(value: unknown, name: string): number {
  const whole = number(value, name);
  if (Number.isSafeInteger(whole)) return whole;
  throw new RangeError(
    `Cannot set attribute "${name}": its value must be a whole number: current value is ${whole}`,
  );
}

/** Of a list: windows, strides, paddings. oneDNN ends the process on others. */
function int32(value: unknown, name: string): number {
  const whole = wholeNumber(value, name);
  if ((whole | 0) === whole) return whole === 0 ? 0 : whole;
  throw new RangeError(
    `Cannot set attribute "${name}": its values must fit in 32 bits: current value is ${whole}`,
  );
}

function shapeSizes(value: unknown, name: string): BigInt64Array<ArrayBuffer> {
  if (!Array.isArray(value)) throw wrongType(name, "an array of sizes", value);
  checkShape(`set attribute "${name}"`, value, -1);
  return BigInt64Array.from(value, BigInt);
}
