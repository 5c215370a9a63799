import {
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  compile,
  RecordingError,
  TensorFlowError,
} from "../../../../lib/tensorflow/mod.ts";
import {
  alive,
  backend,
  idOf,
  tf,
  typeT,
} from "../../../support/tensorflow.ts";

type Unary = (x: tf.Tensor) => tf.Tensor;

const refused: [name: string, fn: Unary, message: string][] = [
  [
    "dataSync() of a result",
    (x) => tf.scalar(x.neg().dataSync()[0]),
    "the result of Neg has none until the function is called",
  ],
  [
    "arraySync() of an argument",
    (x) => tf.tensor(x.arraySync()),
    "an argument has none until the function is called",
  ],
  [
    "print()",
    (x) => {
      x.print();
      return x;
    },
    "Cannot record reading a value: dataSync(), arraySync(), print()",
  ],
  [
    "a branch on a value",
    (x) => x.sum().greater(0).dataSync()[0] ? x : x.neg(),
    "use tf.where",
  ],
  [
    "Math.random()",
    (x) => x.mul(Math.random()),
    "Cannot record Math.random(): its number would be the same at each call",
  ],
  [
    "tf.util.shuffle()",
    (x) => {
      const order = [0, 1, 2];
      tf.util.shuffle(order);
      return tf.gather(x, order);
    },
    "Math.random()",
  ],
  [
    "tf.rand()",
    (x) => x.add(tf.rand([2], () => 4)),
    "Cannot record tf.rand: ",
  ],
  [
    "a shape that depends on values",
    (x) =>
      backend.executeMultipleOutputs(
        "Unique",
        [
          typeT(),
          { name: "out_idx", type: 4, value: 3 },
        ],
        [x],
        2,
      )[0],
    "Cannot record Unique(float[2]): the shape of its output must be known",
  ],
];
for (const [name, fn, message] of refused) {
  Deno.test(`compile() refuses ${name}`, () => {
    const x = tf.tensor1d([1, 2]);
    idOf(x);
    const before = alive();
    using compiled = compile(fn);
    for (let attempt = 0; attempt < 2; attempt++) {
      const error = assertThrows(() => compiled(x), RecordingError, message);
      assertEquals(error.name, "RecordingError");
    }
    assertEquals(compiled.recordings, []);
    assertEquals(alive(), before);
    x.dispose();
  });
}

Deno.test("compile() refuses to read a variable", () => {
  const variable = tf.variable(tf.tensor1d([1]));
  using compiled = compile((x: tf.Tensor) => x.mul(variable.dataSync()[0]));
  tf.tidy(() => {
    assertThrows(
      () => compiled(tf.scalar(1)),
      RecordingError,
      "a variable has none until the function is called",
    );
  });
  assertEquals(variable.dataSync()[0], 1);
  variable.dispose();
});

Deno.test("compile() reads tensors from outside, and what is computed of them and of constants", () => {
  const outside = tf.tensor1d([4, 1], "int32");
  using compiled = compile((x: tf.Tensor) => {
    const sizes = tf.concat([outside, tf.tensor1d([2], "int32")]);
    const [first, , third] = sizes.dataSync();
    return x.reshape(outside.arraySync()).mul(first + third + sizes.size);
  });
  idOf(outside); // Uploads it
  const before = alive();
  tf.tidy(() => {
    const y = compiled(tf.ones([4]));
    assertEquals(y.shape, [4, 1]);
    assertEquals([...y.dataSync()], [9, 9, 9, 9]);
  });
  assertEquals(alive(), before);
  outside.dispose();
});

Deno.test("compile() reads constants that the function itself created", () => {
  using compiled = compile((x: tf.Tensor) => {
    const [a, b] = tf.tensor1d([2, 3]).dataSync();
    return x.mul(a).add(b);
  });
  tf.tidy(() => assertEquals(compiled(tf.scalar(10)).dataSync()[0], 23));
});

Deno.test("compile() refuses a promise and leaves no rejection unhandled", async () => {
  const outcomes: string[] = [];
  const x = tf.tensor1d([1, -1]);
  const functions: ((x: tf.Tensor) => Promise<unknown>)[] = [
    async (x) => {
      await Promise.resolve();
      return x.add(1);
    },
    (x) => tf.whereAsync(x.greater(0)),
    (x) => x.data(),
  ];
  for (const fn of functions) {
    using compiled = compile(fn as never as (x: tf.Tensor) => tf.Tensor);
    const error = assertThrows(() => compiled(x), RecordingError);
    outcomes.push(error.message);
    // An unhandled rejection would end the process in this turn
    await new Promise((resolve) => setTimeout(resolve));
  }
  for (const outcome of outcomes) {
    assertStringIncludes(outcome, "Cannot record an async function");
  }
  x.dispose();
});

Deno.test("compile() names the operation and shapes that TensorFlow refuses", () => {
  using compiled = compile((x: tf.Tensor) =>
    backend.executeSingleOutput("MatMul", [typeT()], [x, x])
  );
  tf.tidy(() => {
    const x = tf.zeros([2, 3]);
    idOf(x);
    const before = alive();
    const error = assertThrows(() => compiled(x), TensorFlowError);
    assertStringIncludes(
      error.message,
      "Cannot record MatMul(float[2,3], float[2,3]): ",
    );
    assertEquals(error.code, "INVALID_ARGUMENT");
    assertEquals(alive(), before);
  });
});

Deno.test("a call that TensorFlow refuses names the function and the operation", () => {
  using pick = compile(function pickRows(x: tf.Tensor, rows: tf.Tensor1D) {
    return backend.executeSingleOutput("GatherV2", [
      { name: "Tparams", type: 4, value: 1 },
      { name: "Tindices", type: 4, value: 3 },
      { name: "Taxis", type: 4, value: 3 },
    ], [x, rows, tf.scalar(0, "int32")]);
  });
  tf.tidy(() => {
    const error = assertThrows(
      () => pick(tf.tensor1d([1]), tf.tensor1d([5], "int32")),
      TensorFlowError,
    );
    assertStringIncludes(error.message, "pickRows");
    assertStringIncludes(error.message, "indices[0] = 5 is not in [0, 1)");
    assertStringIncludes(error.message, "GatherV2");
  });
});

Deno.test("compile() refuses a state that outlives the recording", () => {
  let state = tf.scalar(0);
  using compiled = compile((x: tf.Tensor) => {
    state = tf.keep(state.add(x)) as tf.Scalar;
    return state.mul(1);
  });
  const x = tf.scalar(1);
  const before = tf.memory().numTensors;
  assertThrows(() => compiled(x), RecordingError, "Cannot record tf.keep()");
  assertEquals(tf.memory().numTensors, before);
  x.dispose();
});

Deno.test("compile() records a function that keeps constants", () => {
  const variable = tf.variable(tf.scalar(1));
  using compiled = compile(() =>
    // SGD keeps its learning rate as a tensor
    tf.train.sgd(0.5).minimize(() => variable.mul(1) as tf.Scalar, true)!
  );
  compiled().dispose();
  assertEquals(variable.dataSync()[0], 0.5);
  variable.dispose();
});

Deno.test("a tensor left over from a recording is an error wherever it is used", () => {
  const left: tf.Tensor[] = [];
  using compiled = compile((x: tf.Tensor) => {
    left.push(x.neg());
    return x;
  });
  const x = tf.scalar(1);
  compiled(x).dispose();
  assertThrows(() => left[0].dataSync(), Error);
  using other = compile(() => left[0].mul(2));
  assertThrows(() => other(), Error);
  x.dispose();
});

Deno.test("compile() refuses the operations for arguments and results", () => {
  using compiled = compile((x: tf.Tensor) => {
    backend.executeMultipleOutputs(
      "_Retval",
      [
        typeT(),
        { name: "index", type: 1, value: 0 },
      ],
      [x],
      0,
    );
    return x;
  });
  tf.tidy(() => {
    assertThrows(() => compiled(tf.scalar(1)), RecordingError, "_Retval");
  });
});

Deno.test("compile() refuses a disposed argument", async () => {
  using compiled = compile((x: tf.Tensor) => x.add(1));
  const x = tf.scalar(1);
  compiled(x).dispose();
  x.dispose();
  assertThrows(() => compiled(x), Error, "it was disposed");
  await assertRejects(() => compiled.async(x), Error, "it was disposed");
  compiled.dispose();
  assertThrows(() => compiled(x), Error, "it was disposed");
});

Deno.test("a stateful recurrent layer refuses to be recorded, and keeps its state", () => {
  const options = { units: 1, stateful: true, batchInputShape: [1, 1, 1] };
  const x = tf.fill([1, 1, 1], 0.5);
  const layers = [
    tf.layers.simpleRNN(options),
    tf.layers.lstm(options),
    tf.layers.bidirectional({ layer: tf.layers.gru(options) as never }),
  ];
  for (const layer of layers) {
    const run = (x: tf.Tensor) => layer.apply(x) as tf.Tensor;
    using compiled = compile(run);
    const refuse = () =>
      assertThrows(() => compiled(x), RecordingError, "must not be stateful");
    // Also before it is built
    if (!(layer.name.startsWith("bidirectional"))) refuse();
    const twice = () => [run(x), run(x)].map((y) => y.dataSync()[0]);
    const expected = twice();
    layer.resetStates();
    const first = run(x).dataSync()[0];
    refuse();
    assertEquals([first, run(x).dataSync()[0]], expected);
  }
});
