import { assertEquals } from "@std/assert";
import { verdict } from "../../lib/exercises/check.ts";
import * as exercises from "../../lib/exercises/convolution.ts";
import { createNetwork, defaultNetwork } from "../../lib/model/network.ts";
import { tf } from "../../lib/tensorflow/mod.ts";

await tf.setBackend("cpu");

/** What is off about an answer, or nothing. */
async function off<Answer>(
  exercise: Parameters<typeof verdict<Answer>>[0],
  answer: Answer,
): Promise<string | undefined> {
  const text = await verdict(exercise, answer);
  return text.startsWith("Right.") ? undefined : text;
}

Deno.test("shiftRight takes the left neighbour and names other moves", async () => {
  const at = (row: number, column: number) =>
    [0, 1, 2].map((r) =>
      [0, 1, 2].map((c) => r === row && c === column ? 1 : 0)
    );
  const { shiftRight } = exercises;
  assertEquals(await off(shiftRight, at(1, 0)), undefined);
  assertEquals(
    await off(shiftRight, at(1, 1)),
    "Not yet: the image stays where it is.",
  );
  assertEquals(
    await off(shiftRight, at(1, 2)),
    "Not yet: the image moves to the left: which neighbour must a pixel take its value from?",
  );
  assertEquals(
    await off(shiftRight, at(0, 1)),
    "Not yet: the image moves up or down: rows come first, then columns.",
  );
  assertEquals(
    await off(shiftRight, [[1, 1, 1], [1, 1, 1], [1, 1, 1]]),
    "Not yet: the image doesn't move as a whole. How many weights must differ from 0?",
  );
  assertEquals(
    await off(shiftRight, [[1]]),
    "Not yet: three rows of three weights are needed.",
  );
});

Deno.test("fieldWithoutPooling is 11, and nine convolutions see 18", async () => {
  assertEquals(await off(exercises.fieldWithoutPooling, 11), undefined);
  assertEquals(
    await off(exercises.fieldWithoutPooling, 18),
    "Not yet: that is with the max pooling.",
  );
  assertEquals(
    await off(exercises.fieldWithoutPooling, 10),
    "Not yet: 10 is too small.",
  );
  assertEquals(await off(exercises.convolutionsFor18, 9), undefined);
  assertEquals(
    await off(exercises.convolutionsFor18, 6),
    "Not yet: 6 is too small.",
  );
});

type Matrix = number[][];

Deno.test("pixelGradient accepts what tf.grad computes", async () => {
  const byTensorFlow = (kernel: Matrix, gradient: Matrix): Matrix =>
    tf.tidy(() => {
      const side = kernel.length + gradient.length - 1;
      const size = kernel.length;
      const kernel4 = tf.tensor4d(kernel.flat(), [size, size, 1, 1]);
      const sums = (image: tf.Tensor) =>
        tf.conv2d(image as tf.Tensor4D, kernel4, 1, "valid").squeeze([0, 3])
          .mul(tf.tensor2d(gradient)).sum();
      return tf.grad(sums)(tf.zeros([1, side, side, 1]))
        .squeeze<tf.Tensor2D>([0, 3]).arraySync();
    });
  assertEquals(await off(exercises.pixelGradient, byTensorFlow), undefined);
});

Deno.test("pixelGradient says when the size is off", async () => {
  assertEquals(
    await off(exercises.pixelGradient, (_, gradient: Matrix) => gradient),
    "Not yet: for a kernel of 2 and a map of 2, the image has 3 rows and columns.",
  );
});

Deno.test("flattened is what the flattened network trains", async () => {
  const model = createNetwork();
  const place = model.layers.findIndex(({ name }) => name === "pool5");
  const flat = tf.sequential({
    layers: [
      ...model.layers.slice(0, place),
      tf.layers.flatten(),
      tf.layers.dense({ units: 32 }),
      tf.layers.batchNormalization(),
      tf.layers.dense({ units: 10 }),
    ],
  });
  const trainable = flat.trainableWeights.reduce(
    (sum, weight) => sum + weight.read().size,
    0,
  );
  assertEquals(trainable, 213_082);
  assertEquals(await off(exercises.flattened, trainable), undefined);
  assertEquals(
    await off(exercises.flattened, 200_704),
    "Not yet: 200704 is too small.",
  );
});

Deno.test("widest is 22, and says how many parameters others have", async () => {
  assertEquals(await off(exercises.widest, 22), undefined);
  assertEquals(
    await off(exercises.widest, 23),
    "Not yet: 23 channels make 20,758 parameters.",
  );
  assertEquals(
    await off(exercises.widest, 20),
    "Not yet: 20 channels make 15,946 parameters, and more would fit.",
  );
});

Deno.test("seesAll looks at parameters, shapes and receptive field", async () => {
  const build = (middle: () => tf.layers.Layer[], units = 10) => () =>
    tf.sequential({
      layers: [
        tf.layers.inputLayer({ inputShape: [28, 28, 1] }),
        ...middle(),
        tf.layers.globalAveragePooling2d({ name: "mean" }),
        tf.layers.dense({ units }),
      ],
    });
  const convolution = (kernelSize: number, filters = 8) =>
    tf.layers.conv2d({ name: "last", kernelSize, filters, padding: "same" });
  const { seesAll } = exercises;
  assertEquals(await off(seesAll, build(() => [convolution(28)])), undefined);
  assertEquals(
    await off(seesAll, build(() => [convolution(27)])),
    "Not yet: a value of last sees 27 pixels in each direction.",
  );
  assertEquals(
    await off(seesAll, build(() => [convolution(28, 32)])),
    "Not yet: it has 25,450 trained parameters.",
  );
  assertEquals(
    await off(seesAll, build(() => [convolution(28)], 5)),
    "Not yet: ten numbers must come out, one for each digit.",
  );
  assertEquals(
    await off(seesAll, () => createNetwork(defaultNetwork)),
    "Not yet: a value of norm5 sees 18 pixels in each direction.",
  );
});
