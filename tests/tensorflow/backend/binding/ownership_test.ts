import { assertEquals, assertThrows } from "@std/assert";
import { DType } from "../../../../lib/tensorflow/ffi/dtypes.ts";
import {
  alive,
  assertNothingLeaks,
  backend,
  binding,
  tf,
  typeT,
} from "../../../support/tensorflow.ts";

Deno.test("a tf.Tensor gets a handle at its first use and frees it when disposed", () => {
  const before = binding.tensors.size;
  const x = tf.tensor1d([0, 100]);
  assertEquals(binding.tensors.size, before);
  const y = x.sigmoid();
  assertEquals(binding.tensors.size, before + 2);
  const shared = y.clone();
  y.dispose();
  assertEquals(shared.dataSync(), Float32Array.of(0.5, 1));
  assertEquals(binding.tensors.size, before + 2);
  shared.dispose();
  x.dispose();
  assertEquals(binding.tensors.size, before);
});

Deno.test("a training step op by op leaks no tensors and no handles", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 3, kernelSize: 3, inputShape: [8, 8, 1] }),
      tf.layers.batchNormalization(),
      tf.layers.reLU(),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.dropout({ rate: 0.2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 4 }),
    ],
  });
  const optimizer = tf.train.adam(0.01);
  const images = tf.randomUniform([5, 8, 8, 1]);
  const labels = tf.oneHot(tf.tensor1d([0, 1, 2, 3, 0], "int32"), 4);
  const step = () =>
    tf.tidy(() => {
      const loss = optimizer.minimize(
        () =>
          tf.losses.softmaxCrossEntropy(
            labels,
            model.apply(images, { training: true }) as tf.Tensor,
          ) as tf.Scalar,
        true,
      )!;
      return loss.dataSync()[0];
    });
  step(); // creates the optimizer's variables
  assertNothingLeaks(() => {
    for (let i = 0; i < 3; i++) assertEquals(Number.isFinite(step()), true);
  });
  tf.dispose([images, labels]);
  model.dispose();
  optimizer.dispose();
});

Deno.test("strings are freed with their tensors", () => {
  assertNothingLeaks(() =>
    tf.tidy(() => {
      const words = tf.tensor1d(["a", "long ".repeat(100)]);
      const lower = backend.executeSingleOutput("StringLower", [], [words]);
      assertEquals(lower.dataSync() as unknown, [
        "a",
        "long ".repeat(100),
      ]);
    })
  );
});

Deno.test("an output whose dtype TensorFlow.js lacks is an error, and is freed", () => {
  const id = binding.createTensor([1], DType.HALF, Uint16Array.of(0));
  const before = alive();
  assertThrows(
    () =>
      backend.createOutputTensor(
        binding.executeOp("Identity", [typeT(DType.HALF)], [id], 1)[0],
      ),
    Error,
  );
  assertEquals(alive(), before);
  binding.deleteTensor(id);
});

Deno.test("Variable.assign() frees the value it replaces", () => {
  const variable = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
  variable.add(1).dispose();
  assertNothingLeaks(() => {
    for (let i = 0; i < 5; i++) {
      tf.tidy(() => variable.assign(variable.add(1)));
    }
  });
  assertEquals(variable.dataSync(), Float32Array.of(6, 7));
  variable.dispose();
});
