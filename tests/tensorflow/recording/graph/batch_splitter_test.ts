import { assert, assertEquals } from "@std/assert";
import {
  compile,
  layers,
  ops,
  TensorFlowError,
} from "../../../../lib/tensorflow/mod.ts";
import { recordFunction } from "../../../../lib/tensorflow/recording/tracing/record_function.ts";
import {
  assertCloseTensor,
  assertNothingLeaks,
  backend,
  tf,
} from "../../../support/tensorflow.ts";

/** [32, 14, 14, 16]: enough work for two parts, and for four. */
const images = tf.randomNormal([32, 14, 14, 16], 0, 1, "float32", 1);
const kernel = tf.randomNormal([3, 3, 16, 32], 0, 0.1, "float32", 2);
const bias = tf.linspace(-1, 1, 32);

const convolution = (x: tf.Tensor, filter: tf.Tensor = kernel) =>
  tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same");

/** Counts a function's nodes with convolutions split into at most `parts`. */
function nodes(
  fn: (x: tf.Tensor) => tf.Tensor,
  parts: number,
  x: tf.Tensor = images,
): number {
  using graph = recordFunction(backend, fn, [x] as const, {
    maxParts: parts,
  }).graph;
  return graph.nodeCount;
}

Deno.test("compile() records a large convolution, its bias and ReLU in parts", () => {
  const block = (x: tf.Tensor) => ops.relu(ops.biasAdd(convolution(x), bias));
  // One more of each of three operations; the split and the join, with one axis
  // for both
  assertEquals(nodes(block, 2) - nodes(block, 1), 3 + 3);
  assertEquals(nodes(block, 4) - nodes(block, 1), 9 + 3);
  // 58 MFLOP are enough for five parts, but the batch divides into four
  assertEquals(nodes(block, 16), nodes(block, 4));
});

Deno.test("compile() joins the parts of a convolution once", () => {
  const once = (x: tf.Tensor) => convolution(x).square();
  const twice = (x: tf.Tensor) => {
    const y = convolution(x);
    return y.square().add(y);
  };
  assertEquals(nodes(twice, 2) - nodes(once, 2), 1);
});

Deno.test("compile() records the gradient of a large convolution's input in parts", () => {
  const inputGradient = tf.grad((x) => convolution(x));
  // The convolution once more and the split with its axis, but no join, because
  // nothing uses the result. For the gradient a split, the join and a part's
  // size as well, with the same axis
  assertEquals(
    nodes(inputGradient, 2) - nodes(inputGradient, 1),
    1 + 2 + 1 + 2 + 1,
  );
  // With a stride of 2 and no padding, input and output differ in size
  const strided = (x: tf.Tensor, filter: tf.Tensor) =>
    tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, "valid").square();
  const gradients = tf.grads(strided);
  using recorded = compile((x: tf.Tensor, a: tf.Tensor) => gradients([x, a]));
  tf.tidy(() => {
    const expected = gradients([images, kernel]);
    recorded(images, kernel).forEach((value, index) =>
      assertCloseTensor(value, expected[index], 1e-4)
    );
  });
});

Deno.test("compile() doesn't split what can't be split or is too small", () => {
  for (const batch of [31, 2]) {
    const x = tf.tidy(() => images.slice([0], [batch]));
    assertEquals(nodes(convolution, 2, x), nodes(convolution, 1, x));
    x.dispose();
  }
  const parts = (x: tf.Tensor) => ops.inParts(x, (part) => convolution(part));
  assertEquals(nodes(parts, 2), nodes(parts, 1));
});

Deno.test("compile() agrees with op by op when convolutions are split", () => {
  const second = tf.tidy(() => kernel.transpose([0, 1, 3, 2]));
  const loss = (x: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => {
    const y = ops.relu(ops.biasAdd(convolution(x, a), bias));
    return convolution(y, b).square().mean().asScalar();
  };
  const run = (x: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => [
    convolution(convolution(x, a), b),
    ...tf.grads(loss)([x, a, b]),
  ];
  using recorded = compile(run);
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const expected = run(images, kernel, second);
      recorded(images, kernel, second).forEach((value, index) =>
        assertCloseTensor(value, expected[index], 1e-5)
      );
    })
  );
  second.dispose();
});

Deno.test("compile() splits a convolution whose filter the function creates", () => {
  const layer = layers.conv2d({ filters: 32, kernelSize: 3, padding: "same" });
  let kernels: tf.Variable | undefined;
  using recorded = compile((x: tf.Tensor) => {
    kernels ??= tf.variable(kernel.mul(2));
    return convolution(x, kernels).add(layer.apply(x) as tf.Tensor);
  });
  tf.tidy(() => {
    const actual = recorded(images);
    const expected = convolution(images).mul(2)
      .add(layer.apply(images) as tf.Tensor);
    assertCloseTensor(actual, expected, 1e-4);
  });
  layer.dispose();
  kernels!.dispose();
});

Deno.test("compile() computes in bfloat16, or reports that it can't", () => {
  const block = (x: tf.Tensor) => ops.relu(ops.biasAdd(convolution(x), bias));
  using exact = compile(block);
  using rounded = compile(block, { bfloat16: "emulated" });
  tf.tidy(() => {
    const expected = exact(images);
    let actual;
    try {
      actual = rounded(images);
    } catch (error) {
      // The processor has no bfloat16 instructions
      if (error instanceof TensorFlowError) return;
      throw error;
    }
    assertEquals(actual.dtype, "float32");
    // Eight bits of each factor: sums of 144 products are off by about 0.4 %
    const error = actual.sub(expected).square().mean().sqrt().dataSync()[0];
    assert(error < 0.02, `${error}`);
  });
});
