/**
 * TensorFlow's enumerations, from `tf_datatype.h` and `tf_attrtype.h`.
 *
 * @module
 */

/** `TF_DataType`: the dtypes that TensorFlow.js and its operations use. */
export const DType = {
  FLOAT: 1,
  DOUBLE: 2,
  INT32: 3,
  UINT8: 4,
  INT16: 5,
  INT8: 6,
  STRING: 7,
  COMPLEX64: 8,
  INT64: 9,
  BOOL: 10,
  BFLOAT16: 14,
  UINT16: 17,
  HALF: 19,
  RESOURCE: 20,
  VARIANT: 21,
  UINT32: 22,
  UINT64: 23,
} as const;

/** One of {@link DType}'s values. */
export type DType = typeof DType[keyof typeof DType];

/** `TF_AttrType`. */
export const AttrType = {
  STRING: 0,
  INT: 1,
  FLOAT: 2,
  BOOL: 3,
  TYPE: 4,
  SHAPE: 5,
  TENSOR: 6,
  PLACEHOLDER: 7,
  FUNC: 8,
} as const;

/** Bytes per element; 0 for dtypes without a fixed size. */
const elementBytes: ReadonlyMap<number, number> = new Map([
  [DType.FLOAT, 4],
  [DType.DOUBLE, 8],
  [DType.INT32, 4],
  [DType.UINT8, 1],
  [DType.INT16, 2],
  [DType.INT8, 1],
  [DType.STRING, 0],
  [DType.COMPLEX64, 8],
  [DType.INT64, 8],
  [DType.BOOL, 1],
  [DType.BFLOAT16, 2],
  [DType.UINT16, 2],
  [DType.HALF, 2],
  [DType.RESOURCE, 0],
  [DType.VARIANT, 0],
  [DType.UINT32, 4],
  [DType.UINT64, 8],
]);

/** A dtype's name in messages: `float`, `int32`, … */
export function dtypeName(dtype: number): string {
  const entry = Object.entries(DType).find(([, value]) => value === dtype);
  return entry ? entry[0].toLowerCase() : `dtype ${dtype}`;
}

/**
 * Bytes per element of a dtype; 0 for strings, resources and variants.
 *
 * @throws {TypeError} if the dtype is not one of {@link DType}.
 */
export function bytesPerElement(dtype: number): number {
  const bytes = elementBytes.get(dtype);
  if (bytes === undefined) {
    throw new TypeError(
      `Cannot size a tensor: dtype must be one of TF_DataType's: current value is ${dtype}`,
    );
  }
  return bytes;
}

/** The number of elements of a shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
