/**
 * Tensors in host memory, `TF_Tensor`, through which values are exchanged with
 * TensorFlow. The caller owns each address that these functions return.
 *
 * @module
 */
import {
  bytesPerElement,
  DType,
  dtypeName,
  elementCount,
} from "../ffi/dtypes.ts";
import { checkShape, MAX_RANK } from "../ffi/shape.ts";
import { encodeMessage } from "../ffi/protobuf.ts";
import { readBytes } from "../ffi/memory.ts";
import { Status } from "../ffi/status.ts";
import type { Address, Symbols } from "../ffi/symbols.ts";

/** The values of a new tensor. */
export type Values =
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | BigInt64Array
  | readonly Uint8Array[]
  | readonly (number | boolean | string)[];

/** The values read from a tensor. */
export type ReadValues =
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Uint8Array[];

/** The size of a `TF_TString` in a string tensor's buffer. */
const TSTRING_BYTES = 24;

type TypedArray =
  | Extract<Values, ArrayBufferView>
  | InstanceType<TypedArrayConstructor>;

type TypedArrayConstructor =
  | Float32ArrayConstructor
  | Float64ArrayConstructor
  | Int32ArrayConstructor
  | Uint8ArrayConstructor
  | Int8ArrayConstructor
  | Int16ArrayConstructor
  | Uint16ArrayConstructor;

/** The typed array for a dtype's values. */
function arrayOf(dtype: number): TypedArrayConstructor {
  switch (dtype) {
    case DType.FLOAT:
    case DType.COMPLEX64:
      return Float32Array;
    case DType.DOUBLE:
      return Float64Array;
    case DType.INT32:
    case DType.INT64:
      return Int32Array;
    case DType.BOOL:
    case DType.UINT8:
      return Uint8Array;
    case DType.INT8:
      return Int8Array;
    case DType.INT16:
      return Int16Array;
    case DType.UINT16:
    case DType.HALF:
    case DType.BFLOAT16:
      return Uint16Array;
    default:
      throw new TypeError(
        `Cannot exchange values with TensorFlow: dtype must hold numbers, booleans or strings: current value is ${
          dtypeName(dtype)
        }`,
      );
  }
}

/** Converts values to a dtype's typed array, unless they are one already. */
function toTyped(
  values: Exclude<Values, readonly Uint8Array[]>,
  dtype: number,
): TypedArray {
  const ArrayType = arrayOf(dtype);
  // int64 values are 64-bit integers or, from tfjs-node, pairs of 32-bit words
  return ArrayBuffer.isView(values) &&
      (values instanceof ArrayType ||
        (values instanceof BigInt64Array && dtype === DType.INT64))
    ? values as TypedArray
    : ArrayType.from(Array.from<unknown, number>(values, toNumber));
}

/**
 * Buffers for small values and for sizes, which are reused. V8 keeps a small
 * typed array in its heap; passed to C, it gets native memory, which is freed
 * only when the array is collected as garbage.
 */
const scratch = new Uint8Array(1024);
const sizes = new BigInt64Array(MAX_RANK);

/** A typed array's bytes, valid until the next call. */
function bytesOf(typed: TypedArray): Uint8Array<ArrayBuffer> {
  if (typed.byteLength > scratch.length) {
    return new Uint8Array(
      typed.buffer as ArrayBuffer,
      typed.byteOffset,
      typed.byteLength,
    );
  }
  const ArrayType = typed.constructor as Int32ArrayConstructor;
  new ArrayType(scratch.buffer, 0, typed.length).set(typed as Int32Array);
  return scratch;
}

function toNumber(value: unknown): number {
  if (typeof value === "object" || typeof value === "string") {
    throw new TypeError(
      `Cannot create a tensor of numbers: values must be numbers or booleans: current value is ${
        JSON.stringify(value)
      }`,
    );
  }
  return Number(value);
}

/**
 * Creates a host tensor from values.
 *
 * @throws {RangeError} if the shape is not valid, or has fewer or more elements
 * than there are values.
 * @throws {TypeError} if the values don't match the dtype.
 * @throws {Error} if memory is short.
 */
export function newHostTensor(
  library: Symbols,
  shape: readonly number[],
  dtype: number,
  values: Values,
): Address {
  checkShape("create a tensor", shape);
  if (dtype === DType.STRING) return newStringTensor(library, shape, values);
  const typed = toTyped(
    values as Exclude<Values, readonly Uint8Array[]>,
    dtype,
  );
  const needed = elementCount(shape) * bytesPerElement(dtype);
  if (typed.byteLength !== needed) {
    throw new RangeError(
      `Cannot create a tensor of shape [${shape}] and dtype ${
        dtypeName(dtype)
      }: values must take ${needed} bytes: current size is ${typed.byteLength} bytes`,
    );
  }
  const tensor = allocate(library, shape, dtype, needed);
  if (needed > 0) {
    const data = library.TF_TensorData(tensor);
    // TensorFlow makes a tensor without memory where there is none
    if (data === 0n) {
      library.TF_DeleteTensor(tensor);
      throw noMemory(shape, needed);
    }
    library.memcpy(data, bytesOf(typed), BigInt(needed));
  }
  return tensor;
}

function allocate(
  library: Symbols,
  shape: readonly number[],
  dtype: number,
  byteLength: number,
): Address {
  shape.forEach((size, axis) => sizes[axis] = BigInt(size));
  const tensor = library.TF_AllocateTensor(
    dtype,
    sizes,
    shape.length,
    BigInt(byteLength),
  );
  if (tensor === 0n) throw noMemory(shape, byteLength);
  return tensor;
}

function noMemory(shape: readonly number[], byteLength: number): Error {
  return new Error(
    `Cannot create a tensor of shape [${shape}]: ${byteLength} bytes of memory must be free`,
  );
}

/**
 * Creates a string tensor from a TensorProto, so that TensorFlow itself
 * allocates and frees its `tstring` objects.
 */
function newStringTensor(
  library: Symbols,
  shape: readonly number[],
  values: Values,
): Address {
  const strings = Array.from(
    values as ArrayLike<unknown>,
    (value) =>
      typeof value === "string" ? new TextEncoder().encode(value) : value,
  );
  if (!strings.every((value) => value instanceof Uint8Array)) {
    throw new TypeError(
      "Cannot create a string tensor: values must be strings or arrays of bytes",
    );
  }
  if (strings.length !== elementCount(shape)) {
    throw new RangeError(
      `Cannot create a string tensor of shape [${shape}]: it must have ${
        elementCount(shape)
      } values: current count is ${strings.length}`,
    );
  }
  // tensorflow.TensorProto: dtype = 1, tensor_shape = 2, string_val = 8
  const proto = encodeMessage([
    [1, DType.STRING],
    [
      2,
      encodeMessage(shape.map((size) => [2, encodeMessage([[1, size]])])),
    ],
    ...strings.map((value) => [8, value as Uint8Array] as const),
  ]);
  using status = new Status(library);
  const buffer = library.TF_NewBufferFromString(proto, BigInt(proto.length));
  const tensor = allocate(library, [0], DType.FLOAT, 0);
  library.TF_TensorFromProto(buffer, tensor, status.address);
  library.TF_DeleteBuffer(buffer);
  try {
    status.check(() => `create a string tensor of shape [${shape}]`);
  } catch (error) {
    library.TF_DeleteTensor(tensor);
    throw error;
  }
  return tensor;
}

/**
 * Copies the values of a host tensor.
 *
 * @returns A typed array; for int64 an `Int32Array`; for strings the bytes of
 * each element.
 * @throws {RangeError} if an int64 value doesn't fit in 32 bits.
 * @throws {TypeError} if the dtype has no values (resources, variants).
 */
export function readHostTensor(
  library: Symbols,
  tensor: Address,
  dtype: number,
  count: number,
): ReadValues {
  const data = library.TF_TensorData(tensor);
  if (dtype === DType.STRING) return readStrings(library, data, count);
  const ArrayType = arrayOf(dtype);
  const bytes = readBytes(library, data, count * bytesPerElement(dtype));
  if (dtype === DType.INT64) {
    return Int32Array.from(new BigInt64Array(bytes.buffer), (value) => {
      if (BigInt.asIntN(32, value) !== value) {
        throw new RangeError(
          `Cannot read an int64 tensor: values must fit in 32 bits: current value is ${value}`,
        );
      }
      return Number(value);
    });
  }
  return new ArrayType(bytes.buffer) as ReadValues;
}

function readStrings(
  library: Symbols,
  data: Address,
  count: number,
): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => {
    const string = data + BigInt(index * TSTRING_BYTES);
    return readBytes(
      library,
      library.TF_StringGetDataPointer(string),
      Number(library.TF_StringGetSize(string)),
    );
  });
}
