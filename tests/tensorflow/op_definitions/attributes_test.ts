import { assertEquals, assertThrows } from "@std/assert";
import { AttrType, DType } from "../../../lib/tensorflow/ffi/dtypes.ts";
import {
  assertNothingLeaks,
  backend,
  binding,
  tf,
  typeT,
} from "../../support/tensorflow.ts";

const { STRING, INT, FLOAT, BOOL, TYPE, SHAPE } = AttrType;

Deno.test("executeOp() sets a string, an int and a bool", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const joined = backend.executeSingleOutput("StringJoin", [
        { name: "N", type: INT, value: 2 },
        { name: "separator", type: STRING, value: "–" },
      ], [tf.tensor1d(["a"]), tf.tensor1d(["b"])]);
      assertEquals(joined.dataSync()[0] as unknown, "a–b");
      const sum = backend.executeSingleOutput("Sum", [
        { name: "keep_dims", type: BOOL, value: true },
        { name: "Tidx", type: TYPE, value: DType.INT32 },
        typeT(),
      ], [tf.ones([2, 3]), tf.tensor1d([0, 1], "int32")]);
      assertEquals(sum.arraySync(), [[6]]);
    })
  );
});

Deno.test("executeOp() sets a float, to the last bit", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const leaky = backend.executeSingleOutput("LeakyRelu", [
        { name: "alpha", type: FLOAT, value: 0.1 },
        typeT(),
      ], [tf.tensor1d([-1])]);
      assertEquals(leaky.dataSync(), Float32Array.of(-0.1));
    })
  );
});

Deno.test("executeOp() sets a shape with an unknown size and a scalar's shape", () => {
  assertNothingLeaks(() => {
    for (const [shape, fits, fails] of shapes) {
      const attributes = [
        { name: "dtype", type: TYPE, value: DType.FLOAT },
        { name: "shape", type: SHAPE, value: shape },
      ];
      const ensure = (given: number[]) =>
        tf.tidy(() =>
          backend.executeSingleOutput("EnsureShape", [
            typeT(),
            attributes[1],
          ], [tf.zeros(given)]).shape
        );
      assertEquals(ensure(fits), fits);
      assertThrows(() => ensure(fails), Error, "EnsureShape(float[");
    }
  });
});

const shapes: [shape: number[], fits: number[], fails: number[]][] = [
  [[2, -1], [2, 5], [3, 5]],
  [[], [], [1]],
];

Deno.test("executeOp() sets lists of ints, floats and bools", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const pooled = backend.executeSingleOutput("MaxPool", [
        typeT(),
        { name: "ksize", type: INT, value: [1, 2, 2, 1] },
        { name: "strides", type: INT, value: [1, 2, 2, 1] },
        { name: "padding", type: STRING, value: "VALID" },
      ], [tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1])]);
      assertEquals(pooled.dataSync(), Float32Array.of(4));
      const buckets = backend.executeSingleOutput("Bucketize", [
        typeT(),
        { name: "boundaries", type: FLOAT, value: [0.5, 1.5] },
      ], [tf.tensor1d([0, 1, 2])]);
      assertEquals(buckets.arraySync(), [0, 1, 2]);
    })
  );
  const ragged = [
    { name: "T", type: TYPE, value: DType.FLOAT },
    { name: "_flags", type: BOOL, value: [true, false] },
  ];
  // No operation used here has a list of bools. TensorFlow accepts any
  // attribute whose name begins with an underscore, so this checks only that it
  // arrives
  assertNothingLeaks(() => {
    const id = binding.createTensor([], DType.FLOAT, [1]);
    const [output] = binding.executeOp("Identity", ragged, [id], 1);
    for (const one of [id, output.id]) binding.deleteTensor(one);
  });
});

Deno.test("executeOp() sets lists of types and of strings", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const [a, b] = backend.executeMultipleOutputs(
        "IdentityN",
        [{ name: "T", type: TYPE, value: [DType.FLOAT, DType.INT32] }],
        [tf.scalar(1), tf.scalar(2, "int32")],
        2,
      );
      assertEquals([a.dtype, b.dtype], ["float32", "int32"]);
      const fused = backend.executeSingleOutput("_FusedMatMul", [
        typeT(),
        { name: "num_args", type: INT, value: 1 },
        { name: "fused_ops", type: STRING, value: ["BiasAdd", "Relu"] },
      ], [
        tf.tensor2d([[1, 2]]),
        tf.tensor2d([[1, -1], [1, -1]]),
        tf.tensor1d([0.5, 0.5]),
      ]);
      assertEquals(fused.arraySync(), [[3.5, 0]]);
    })
  );
});

Deno.test("executeOp() sets a list of shapes", () => {
  const types = {
    name: "component_types",
    type: TYPE,
    value: [DType.FLOAT, DType.INT32],
  };
  const queue = (shapes: number[][]) =>
    binding.executeOp(
      "FIFOQueueV2",
      [
        types,
        { name: "shapes", type: SHAPE, value: shapes },
        { name: "shared_name", type: STRING, value: JSON.stringify(shapes) },
      ],
      [],
      1,
    )[0].id;
  const components = [{
    name: "Tcomponents",
    type: TYPE,
    value: [DType.FLOAT, DType.INT32],
  }];
  assertNothingLeaks(() => {
    const id = queue([[2], []]);
    const good = [
      binding.createTensor([2], DType.FLOAT, [1, 2]),
      binding.createTensor([], DType.INT32, [3]),
    ];
    binding.executeOp("QueueEnqueueV2", components, [id, ...good], 0);
    assertThrows(
      () =>
        binding.executeOp(
          "QueueEnqueueV2",
          components,
          [id, good[0], good[0]],
          0,
        ),
      Error,
      "QueueEnqueueV2(resource[], float[2], float[2])",
    );
    for (const one of [id, ...good]) binding.deleteTensor(one);
  });
});

Deno.test("executeOp() refuses a value of the wrong type", () => {
  const refused: [type: number, value: unknown, message: string][] = [
    [STRING, 5, "must be a string: current value is 5"],
    [STRING, ["a", 5], "must be a string: current value is 5"],
    [INT, "5", "must be a number: current value is 5"],
    [INT, NaN, "must be a whole number: current value is NaN"],
    [INT, 1.5, "must be a whole number: current value is 1.5"],
    [INT, 2 ** 63, "must be a whole number"],
    [INT, [1, Infinity], "must be a whole number"],
    [FLOAT, "1", "must be a number"],
    [FLOAT, [1, null], "must be a number"],
    [TYPE, NaN, "must be a whole number"],
    [TYPE, [1, undefined], "must be a number"],
    [SHAPE, [-2], "whole numbers of -1 or more"],
    [SHAPE, [1.5], "whole numbers of -1 or more"],
    [SHAPE, new Array(255).fill(1), "at most 254 sizes"],
    [SHAPE, [2 ** 40, 2 ** 40], "fewer than 2^53 elements"],
    [SHAPE, [[1], [-2]], "whole numbers of -1 or more"],
    [SHAPE, [[1], 2], "must be an array of sizes: current value is 2"],
    [AttrType.TENSOR, 1, "its type must be a string"],
    [AttrType.FUNC, "f", "its type must be a string"],
    [99, [], "current type is 99"],
  ];
  assertNothingLeaks(() => {
    for (const [type, value, message] of refused) {
      const run = () =>
        binding.executeOp("NoOp", [{ name: "a", type, value }], [], 0);
      assertThrows(run, Error, `Cannot set attribute "a": `);
      assertThrows(run, Error, message);
    }
  });
});
