import { assertEquals, assertThrows } from "@std/assert";
import {
  AttrType,
  bytesPerElement,
  DType,
  dtypeName,
  elementCount,
} from "../../../lib/tensorflow/ffi/dtypes.ts";

// Copied by hand from tensorflow/c/tf_datatype.h and tf_attrtype.h
Deno.test("DType holds TF_DataType's values", () => {
  assertEquals({ ...DType }, {
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
  });
});

Deno.test("AttrType holds TF_AttrType's values", () => {
  assertEquals({ ...AttrType }, {
    STRING: 0,
    INT: 1,
    FLOAT: 2,
    BOOL: 3,
    TYPE: 4,
    SHAPE: 5,
    TENSOR: 6,
    PLACEHOLDER: 7,
    FUNC: 8,
  });
});

Deno.test("bytesPerElement() knows every dtype and refuses unknown ones", () => {
  assertEquals(
    Object.values(DType).map(bytesPerElement),
    [4, 8, 4, 1, 2, 1, 0, 8, 8, 1, 2, 2, 2, 0, 0, 4, 8],
  );
  assertThrows(() => bytesPerElement(99), TypeError, "current value is 99");
});

Deno.test("dtypeName() names known and unknown dtypes", () => {
  assertEquals(dtypeName(DType.INT64), "int64");
  assertEquals(dtypeName(99), "dtype 99");
});

Deno.test("elementCount() multiplies sizes", () => {
  assertEquals(elementCount([]), 1);
  assertEquals(elementCount([2, 3, 4]), 24);
  assertEquals(elementCount([2, 0, 4]), 0);
});
