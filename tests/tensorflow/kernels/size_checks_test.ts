import { assertThrows } from "@std/assert";
import { compile } from "../../../lib/tensorflow/mod.ts";
import { assertNothingLeaks, tf } from "../../support/tensorflow.ts";

// As int32, these would wrap to 1
const wrapping = 2 ** 32 + 1;
const calls: Record<string, () => tf.Tensor> = {
  "fill()": () => tf.fill([wrapping], 1),
  "slice()": () => tf.slice(tf.ones([3]), [0], [wrapping]),
  "tile()": () => tf.tile(tf.ones([1]), [wrapping]),
  "pad()": () => tf.pad(tf.ones([1]), [[wrapping, 0]]),
  "oneHot()": () => tf.oneHot(tf.tensor1d([0], "int32"), wrapping),
  "multinomial()": () => tf.multinomial(tf.ones<tf.Rank.R1>([2]), wrapping, 1),
  "randomUniform()": () => tf.randomUniform([wrapping]),
  "randomNormal()": () => tf.randomNormal([wrapping]),
  "truncatedNormal()": () => tf.truncatedNormal([wrapping]),
  "broadcastTo()": () => tf.broadcastTo(tf.ones([1]), [wrapping]),
  "linspace()": () => tf.linspace(0, 1, wrapping),
  "scatterND()": () =>
    tf.scatterND(tf.tensor2d([0], [1, 1], "int32"), [1], [wrapping]),
  "resizeBilinear()": () =>
    tf.image.resizeBilinear(tf.ones<tf.Rank.R4>([1, 2, 2, 1]), [wrapping, 1]),
  "unsortedSegmentSum()": () =>
    tf.unsortedSegmentSum(tf.ones([1]), tf.tensor1d([0], "int32"), wrapping),
  "maxPool()": () =>
    tf.maxPool(tf.ones<tf.Rank.R4>([1, 2, 2, 1]), 1, wrapping, "same"),
};
for (const [name, fn] of Object.entries(calls)) {
  Deno.test(`${name} refuses a size that int32 can't hold, recorded too`, () => {
    assertNothingLeaks(() => {
      assertThrows(() => tf.tidy(fn));
      using recorded = compile(fn);
      assertThrows(() => recorded());
    });
  });
}
