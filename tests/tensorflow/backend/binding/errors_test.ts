import {
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { AttrType, DType } from "../../../../lib/tensorflow/ffi/dtypes.ts";
import type { Values } from "../../../../lib/tensorflow/eager/host_tensor.ts";
import { TensorFlowError } from "../../../../lib/tensorflow/mod.ts";
import {
  assertNothingLeaks,
  backend,
  binding,
  idOf,
  tf,
  typeT,
} from "../../../support/tensorflow.ts";

Deno.test("TensorFlowError names the op, its inputs, TensorFlow's reason and code", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const a = tf.zeros([2, 3]);
      const error = assertThrows(
        () => backend.executeSingleOutput("MatMul", [typeT()], [a, a]),
        TensorFlowError,
      );
      assertStringIncludes(
        error.message,
        "Cannot run MatMul(float[2,3], float[2,3]): ",
      );
      assertStringIncludes(error.message, "Matrix size-incompatible");
      assertEquals(error.code, "INVALID_ARGUMENT");
      assertEquals(error.name, "TensorFlowError");
    })
  );
});

Deno.test("executeOp() refuses an operation that TensorFlow lacks", () => {
  const error = assertThrows(
    () => binding.executeOp("NoSuchOp", [], [], 0),
    TensorFlowError,
    "Cannot run NoSuchOp: Op type not registered",
  );
  assertEquals(error.code, "NOT_FOUND");
});

Deno.test("executeOp() refuses a missing attribute and one of the wrong kind", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const id = idOf(tf.scalar(1));
      // TensorFlow itself would end the process
      assertThrows(
        () => binding.executeOp("Const", [], [], 1),
        TypeError,
        'Cannot run Const: attribute "value" must be given, of kind tensor',
      );
      for (const [type, value, kind] of otherKinds) {
        assertThrows(
          () =>
            binding.executeOp(
              "Cast",
              [
                { name: "SrcT", type: AttrType.TYPE, value: DType.FLOAT },
                { name: "DstT", type, value },
              ],
              [id],
              1,
            ),
          TypeError,
          `attribute "DstT" must be of kind type: current kind is ${kind}`,
        );
      }
    })
  );
});

const otherKinds: [type: number, value: unknown, kind: string][] = [
  [AttrType.INT, 1, "int"],
  [AttrType.TYPE, [1], "list(type)"],
  [AttrType.STRING, "float", "string"],
  [AttrType.SHAPE, [], "shape"],
  [AttrType.SHAPE, [[]], "list(shape)"],
  [99, 1, "type 99"],
];

Deno.test("executeOp() refuses dtypes that don't agree", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      assertThrows(
        () =>
          backend.executeSingleOutput("AddV2", [typeT()], [
            tf.scalar(1),
            tf.scalar(1, "int32"),
          ]),
        TensorFlowError,
        "AddV2(float[], int32[])",
      );
    })
  );
});

Deno.test("executeOp() takes a dtype from the inputs where they determine it", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const root = backend.executeSingleOutput("Sqrt", [typeT(DType.INT32)], [
        tf.scalar(4),
      ]);
      assertEquals(root.dataSync()[0], 2);
    })
  );
});

Deno.test("executeOp() refuses a wrong count of inputs or outputs", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const id = idOf(tf.scalar(1));
      const run = (inputs: number[], outputs: number) => () =>
        binding.executeOp("Identity", [typeT()], inputs, outputs);
      const inputs =
        "Cannot run Identity: it must have 1 inputs: current count";
      assertThrows(run([], 1), RangeError, `${inputs} is 0`);
      assertThrows(run([id, id], 1), RangeError, `${inputs} is 2`);
      assertThrows(run([id], 0), TensorFlowError, "Expecting 1 outputs");
      assertThrows(run([id], 3), TensorFlowError, "it returned 1");
      assertThrows(run([id], -1), RangeError);
    })
  );
});

Deno.test("executeOp() leaks nothing if it fails midway: integer division by zero", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const one = tf.scalar(1, "int32");
      const zero = tf.scalar(0, "int32");
      assertThrows(
        () => tf.floorDiv(one, zero).dataSync(),
        TensorFlowError,
        "division by zero",
      );
      assertEquals(tf.add(one, zero).dataSync()[0], 1);
    })
  );
});

Deno.test("executeOp() refuses more elements than TensorFlow can count", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const index = { name: "index_type", type: AttrType.TYPE, value: 3 };
      const sizes = new Array(3).fill(2 ** 30);
      const error = assertThrows(
        () =>
          backend.executeSingleOutput("Fill", [typeT(), index], [
            tf.tensor1d(sizes, "int32"),
            tf.scalar(1),
          ]),
        TensorFlowError,
        "Fill(int32[3], float[])",
      );
      assertEquals(error.code, "INVALID_ARGUMENT");
    })
  );
});

const handles: [name: string, id: number][] = [
  ["a number that never was", 1e9],
  ["a negative number", -1],
  ["no whole number", 0.5],
  ["NaN", NaN],
];
for (const [name, id] of handles) {
  Deno.test(`Binding refuses ${name} as a handle`, () => {
    assertNothingLeaks(() => {
      const message = `Cannot use tensor ${id}: it must be alive`;
      assertThrows(() => binding.tensorDataSync(id), Error, message);
      assertThrows(() => binding.deleteTensor(id), Error, message);
      assertThrows(
        () => binding.executeOp("Identity", [typeT()], [id], 1),
        Error,
        message,
      );
    });
  });
}

Deno.test("Binding refuses a deleted handle each time", () => {
  const id = binding.createTensor([], DType.FLOAT, [1]);
  binding.deleteTensor(id);
  for (let i = 0; i < 3; i++) {
    assertThrows(() => binding.deleteTensor(id), Error, "it was disposed");
    assertThrows(() => binding.tensorDataSync(id), Error, "it was disposed");
  }
});

Deno.test("tf refuses to use or read a disposed tensor", () => {
  const x = tf.tensor1d([1, 2]);
  x.add(1).dispose();
  x.dispose();
  assertThrows(() => x.add(1), Error, "disposed");
  assertThrows(() => x.dataSync(), Error, "disposed");
  const info = { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  assertThrows(() => backend.executeSingleOutput("Neg", [typeT()], [info]));
});

const created: [
  name: string,
  shape: number[],
  dtype: number,
  values: unknown,
  message: string,
][] = [
  [
    "too few values",
    [3],
    1,
    new Float32Array(2),
    "12 bytes: current size is 8",
  ],
  [
    "too many values",
    [1],
    1,
    new Float32Array(2),
    "4 bytes: current size is 8",
  ],
  ["too few strings", [2], 7, ["a"], "2 values: current count is 1"],
  ["too many strings", [], 7, ["a", "b"], "1 values: current count is 2"],
  ["numbers as strings", [1], 7, [1], "strings or arrays of bytes"],
  ["strings as numbers", [1], 1, ["1"], 'current value is "1"'],
  ["bytes as a number", [1], 1, [Uint8Array.of(1)], "must be numbers"],
  ["null as a number", [1], 1, [null], "current value is null"],
  ["64-bit integers as floats", [2], 1, BigInt64Array.of(1n), "8 bytes"],
  ["half an int64", [1], 9, Int32Array.of(1), "8 bytes: current size is 4"],
  ["2^40 elements", [2 ** 40], 1, new Float32Array(1), "4398046511104 bytes"],
  ["more elements than an int64 counts", [2 ** 40, 2 ** 40, 0], 1, [], "2^53"],
  ["more than 254 sizes", new Array(255).fill(1), 1, [1], "at most 254"],
  ["more than 254 sizes of strings", new Array(255).fill(1), 7, ["a"], "254"],
  ["a negative size", [-1], 1, [], "whole numbers of 0 or more"],
  ["a fraction of a size", [1.5], 1, [1], "whole numbers of 0 or more"],
  ["no size", [NaN], 1, [1], "whole numbers of 0 or more"],
  ["a dtype that is none", [1], 99, [1], "current value is dtype 99"],
  ["a resource", [], DType.RESOURCE, [1], "current value is resource"],
  ["a variant", [], DType.VARIANT, [1], "current value is variant"],
  ["no dtype", [1], NaN, [1], "current value is dtype NaN"],
];
for (const [name, shape, dtype, values, message] of created) {
  Deno.test(`createTensor() refuses ${name}`, () => {
    assertNothingLeaks(() => {
      const error = assertThrows(
        () => binding.createTensor(shape, dtype, values as Values),
        Error,
        message,
      );
      assertMatch(error.name, /^(TypeError|RangeError)$/);
    });
  });
}

Deno.test("createTensor() refuses an array whose buffer was transferred", () => {
  const values = new Float32Array(4);
  structuredClone(values.buffer, { transfer: [values.buffer] });
  assertThrows(
    () => binding.createTensor([4], DType.FLOAT, values),
    RangeError,
    "16 bytes: current size is 0 bytes",
  );
});

Deno.test("loadSavedModel() says what TensorFlow could not load", () => {
  assertThrows(
    () => binding.loadSavedModel("no such folder", "serve"),
    TensorFlowError,
    'Cannot load the SavedModel "no such folder" with tags [serve]',
  );
});
