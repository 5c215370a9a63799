import { assertEquals, assertThrows } from "@std/assert";
import { AttrType, DType } from "../../../../lib/tensorflow/ffi/dtypes.ts";
import type { Values } from "../../../../lib/tensorflow/eager/host_tensor.ts";
import {
  assertNothingLeaks,
  backend,
  binding,
  tf,
  typeT,
} from "../../../support/tensorflow.ts";

/** Passes values through TensorFlow's `Identity`. */
function roundTrip(shape: number[], dtype: number, values: Values) {
  const id = binding.createTensor(shape, dtype, values);
  const [output] = binding.executeOp("Identity", [typeT(dtype)], [id], 1);
  assertEquals(output.shape, shape);
  assertEquals(output.dtype, dtype);
  const read = binding.tensorDataSync(output.id);
  binding.deleteTensor(id);
  binding.deleteTensor(output.id);
  return read;
}

function bytes(...texts: string[]): Uint8Array[] {
  return texts.map((text) => new TextEncoder().encode(text));
}

const cases: [
  name: string,
  dtype: number,
  shape: number[],
  values: Values,
  read?: unknown,
][] = [
  [
    "float32",
    DType.FLOAT,
    [2, 3],
    Float32Array.of(0, -0, 1e-45, Infinity, NaN, -3.4e38),
  ],
  ["float64", DType.DOUBLE, [2], Float64Array.of(5e-324, -Math.PI)],
  ["int32", DType.INT32, [3], Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1)],
  ["uint8", DType.UINT8, [2, 1], Uint8Array.of(0, 255)],
  ["int8", DType.INT8, [2], Int8Array.of(-128, 127)],
  ["int16", DType.INT16, [2], Int16Array.of(-32768, 32767)],
  ["uint16", DType.UINT16, [2], Uint16Array.of(0, 65535)],
  ["bool", DType.BOOL, [2], Uint8Array.of(0, 1)],
  ["complex64", DType.COMPLEX64, [2], Float32Array.of(1, -2, 3.5, 4)],
  ["half, as its bits", DType.HALF, [2], Uint16Array.of(0x3c00, 0xfbff)],
  ["bfloat16, as its bits", DType.BFLOAT16, [1], Uint16Array.of(0x3f80)],
  [
    "int64",
    DType.INT64,
    [3],
    BigInt64Array.of(-(2n ** 31n), 7n, 2n ** 31n - 1n),
    Int32Array.of(-(2 ** 31), 7, 2 ** 31 - 1),
  ],
  [
    "int64 from pairs of words",
    DType.INT64,
    [2],
    Int32Array.of(5, 0, -6, -1),
    Int32Array.of(5, -6),
  ],
  [
    "string",
    DType.STRING,
    [2, 2],
    bytes("", "a", "ü, 0\0 inside", "long ".repeat(1000)),
  ],
  [
    "string from text",
    DType.STRING,
    [],
    ["héllo"],
    bytes("héllo"),
  ],
  ["no elements", DType.FLOAT, [0, 5], new Float32Array(0)],
  ["no strings", DType.STRING, [0], []],
  ["a scalar", DType.FLOAT, [], Float32Array.of(2)],
  [
    "numbers and booleans of a plain array",
    DType.INT32,
    [3],
    [1, true, -2],
    Int32Array.of(1, 1, -2),
  ],
  [
    "part of a buffer",
    DType.INT32,
    [2],
    Int32Array.of(1, 2, 3, 4).subarray(1, 3),
    Int32Array.of(2, 3),
  ],
  [
    "another typed array, converted",
    DType.FLOAT,
    [2],
    Int32Array.of(1, 2),
    Float32Array.of(1, 2),
  ],
];

for (const [name, dtype, shape, values, read = values] of cases) {
  Deno.test(`createTensor() and tensorDataSync() keep ${name}`, () => {
    assertNothingLeaks(() => {
      assertEquals(roundTrip(shape, dtype, values) as unknown, read);
    });
  });
}

Deno.test("createTensor() copies the array", () => {
  const values = Float32Array.of(1, 2);
  const id = binding.createTensor([2], DType.FLOAT, values);
  values.fill(9);
  assertEquals(binding.tensorDataSync(id), Float32Array.of(1, 2));
  binding.deleteTensor(id);
});

Deno.test("tensorDataSync() refuses an int64 value that doesn't fit in 32 bits", () => {
  assertNothingLeaks(() => {
    const id = binding.createTensor(
      [1],
      DType.INT64,
      BigInt64Array.of(2n ** 31n),
    );
    assertThrows(
      () => binding.tensorDataSync(id),
      RangeError,
      "must fit in 32 bits: current value is 2147483648",
    );
    binding.deleteTensor(id);
  });
});

Deno.test("executeOp() passes resources on without reading them", () => {
  assertNothingLeaks(() => {
    const dtype = { name: "dtype", type: AttrType.TYPE, value: DType.FLOAT };
    const shape = { name: "shape", type: AttrType.SHAPE, value: [2] };
    const [handle] = binding.executeOp("VarHandleOp", [dtype, shape], [], 1);
    assertEquals(handle.dtype, DType.RESOURCE);
    const value = binding.createTensor(
      [2],
      DType.FLOAT,
      Float32Array.of(3, 4),
    );
    binding.executeOp("AssignVariableOp", [dtype], [handle.id, value], 0);
    const [read] = binding.executeOp(
      "ReadVariableOp",
      [dtype],
      [handle.id],
      1,
    );
    assertEquals(binding.tensorDataSync(read.id), Float32Array.of(3, 4));
    assertThrows(
      () => binding.tensorDataSync(handle.id),
      TypeError,
      "current value is resource",
    );
    binding.executeOp("DestroyResourceOp", [], [handle.id], 0);
    for (const id of [handle.id, value, read.id]) binding.deleteTensor(id);
  });
});

Deno.test("tf.Tensor keeps every dtype of TensorFlow.js", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      assertEquals(
        tf.tensor([1.5, 2]).reshape([2, 1]).arraySync(),
        [[1.5], [2]],
      );
      assertEquals(tf.tensor([1, 2], [2], "int32").neg().arraySync(), [-1, -2]);
      assertEquals(
        tf.tensor([true, false], [2], "bool").logicalNot().arraySync(),
        [0, 1],
      );
      assertEquals(
        tf.tensor(["ü", "b"]).reshape([2, 1]).arraySync(),
        [["ü"], ["b"]] as unknown,
      );
      const complex = tf.complex([1, 2], [3, 4]);
      assertEquals(tf.real(complex).arraySync(), [1, 2]);
      assertEquals(tf.imag(complex).arraySync(), [3, 4]);
      assertEquals(complex.dataSync(), Float32Array.of(1, 3, 2, 4));
    })
  );
});

Deno.test("executeSingleOutput() returns an int64 result as int32", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const size = backend.executeSingleOutput("Size", [
        typeT(),
        { name: "out_type", type: AttrType.TYPE, value: DType.INT64 },
      ], [tf.zeros([2, 3])]);
      assertEquals(size.dtype, "int32");
      assertEquals(size.add(tf.scalar(1, "int32")).dataSync()[0], 7);
    })
  );
});

Deno.test("tfjs-node's own operations on bytes and int64 run", async () => {
  const { default: image } = await import(
    "@tensorflow/tfjs-node-gpu/dist/image.js"
  );
  const { Int64Scalar } = await import(
    "@tensorflow/tfjs-node-gpu/dist/int64_tensors.js"
  );
  const pixels = [[[1, 2, 3], [250, 251, 252]]];
  const tensor = tf.tensor3d(pixels, [1, 2, 3], "int32");
  const png = await image.encodePng(tensor);
  const decoded = image.decodePng(png);
  assertEquals(decoded.arraySync(), pixels);
  const sum = backend.executeSingleOutput(
    "AddV2",
    [{ name: "T", type: AttrType.TYPE, value: DType.INT64 }],
    [new Int64Scalar(7), new Int64Scalar(5)] as unknown as tf.TensorInfo[],
  );
  assertEquals(sum.dataSync()[0], 12);
  tf.dispose([tensor, decoded, sum]);
});
