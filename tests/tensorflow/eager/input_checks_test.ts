import { assertEquals, assertThrows } from "@std/assert";
import { AttrType, DType } from "../../../lib/tensorflow/ffi/dtypes.ts";
import { compile } from "../../../lib/tensorflow/mod.ts";
import {
  assertNothingLeaks,
  backend,
  tf,
  typeT,
} from "../../support/tensorflow.ts";

const ones = [1, 1, 1, 1];
const window = (name: string, value: number[]) => ({
  name,
  type: AttrType.INT,
  value,
});
const padding = { name: "padding", type: AttrType.STRING, value: "VALID" };

// Each of these ended the process before the checks
const refused: [
  name: string,
  op: string,
  attributes: ReturnType<typeof window>[],
  inputs: () => tf.Tensor[],
  message: string,
][] = [
  [
    "a convolution of a matrix",
    "Conv2D",
    [window("strides", ones)],
    () => [tf.zeros([2, 2]), tf.zeros([1, 1, 1, 1])],
    "Cannot run Conv2D(float[2,2], float[1,1,1,1]): input 1 must have rank 4: current shape is [2,2]",
  ],
  [
    "a convolution without strides",
    "Conv2D",
    [window("strides", [])],
    () => [tf.zeros([1, 2, 2, 1]), tf.zeros([1, 1, 1, 1])],
    'attribute "strides" must have 4 numbers: current count is 0',
  ],
  [
    "a gradient for sizes of another rank",
    "Conv2DBackpropInput",
    [window("strides", ones)],
    () => [
      tf.tensor1d([1, 2], "int32"),
      tf.zeros([1, 1, 1, 1]),
      tf.zeros([1, 1, 1, 1]),
    ],
    "input 1 must have shape [4]: current shape is [2]",
  ],
  [
    "a gradient for negative sizes",
    "Conv2DBackpropInput",
    [window("strides", ones)],
    () => [
      tf.tensor1d([1, -2, 1, 1], "int32"),
      tf.zeros([1, 1, 1, 1]),
      tf.zeros([1, 1, 1, 1]),
    ],
    "shape must hold whole numbers of 0 or more: current value is [1,-2,1,1]",
  ],
  [
    "a gradient for a filter of a hundred gigabytes",
    "Conv2DBackpropFilter",
    [window("strides", ones)],
    () => [
      tf.zeros([4, 1, 0, 1]),
      tf.tensor1d([3, 4, 2 ** 30, 2], "int32"),
      tf.zeros([3, 3, 1, 4]),
    ],
    "input 2 must describe at most 2147483648 elements",
  ],
  [
    "average pooling's gradient for a matrix of sizes",
    "AvgPoolGrad",
    [window("ksize", ones), window("strides", ones)],
    () => [tf.zeros([1, 4], "int32"), tf.zeros([1, 1, 1, 1])],
    "input 1 must have shape [4]: current shape is [1,4]",
  ],
];
for (const [name, op, attributes, inputs, message] of refused) {
  Deno.test(`executeOp() refuses ${name}`, () => {
    assertNothingLeaks(() =>
      tf.tidy(() => {
        assertThrows(
          () =>
            backend.executeSingleOutput(
              op,
              [typeT(), padding, ...attributes],
              inputs(),
            ),
          RangeError,
          message,
        );
      })
    );
  });
}

Deno.test("executeOp() runs a correct convolution and its gradients", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const attributes = [
        typeT(DType.FLOAT),
        padding,
        window("strides", ones),
        window("dilations", ones),
      ];
      const run = (op: string, ...inputs: tf.Tensor[]) =>
        backend.executeSingleOutput(op, attributes, inputs).shape;
      const [x, filter] = [tf.ones([2, 5, 5, 3]), tf.ones([3, 3, 3, 4])];
      const dy = tf.ones([2, 3, 3, 4]);
      const sizes = (tensor: tf.Tensor) => tf.tensor1d(tensor.shape, "int32");
      assertEquals(run("Conv2D", x, filter), dy.shape);
      assertEquals(
        run("Conv2DBackpropInput", sizes(x), filter, dy),
        x.shape,
      );
      assertEquals(
        run("Conv2DBackpropFilter", x, sizes(filter), dy),
        filter.shape,
      );
    })
  );
});

const most = () => tf.ones(new Array(254).fill(1));
const half = () => tf.zeros(new Array(150).fill(1), "int32");
// Each of these ended the process before the checks
const manyAxes: Record<string, () => tf.Tensor> = {
  "reshape()": () => tf.reshape(1, new Array(255).fill(1)),
  "expandDims()": () => tf.expandDims(most()),
  "stack()": () => tf.stack([most()]),
  "oneHot()": () => tf.oneHot(tf.cast(most(), "int32"), 2),
  "gather()": () => tf.gather(half(), half() as tf.Tensor1D),
  "gatherND()": () =>
    tf.gatherND(half(), tf.reshape(half(), new Array(149).fill(1))),
  "fill()": () => tf.fill(new Array(255).fill(1), 1),
  "scatterND()": () =>
    tf.scatterND(tf.tensor1d([0], "int32"), [1], new Array(255).fill(1)),
  "randomUniform()": () => tf.randomUniform(new Array(255).fill(1)),
  "diag()": () => tf.diag(half()),
};
for (const [name, fn] of Object.entries(manyAxes)) {
  Deno.test(`${name} throws if its output would have more than 254 axes, recorded too`, () => {
    assertNothingLeaks(() => {
      assertThrows(() => tf.tidy(fn), Error);
      using recorded = compile(fn);
      assertThrows(() => recorded(), Error);
    });
  });
}
