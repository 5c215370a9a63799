import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { syntheticDigits } from "../../lib/data/mod.ts";
import { Evaluator } from "../../lib/evaluation/evaluate.ts";
import {
  applyView,
  NINE_VIEWS,
  type View,
} from "../../lib/evaluation/test_time_augmentation.ts";
import { createNetwork } from "../../lib/model/network.ts";
import { init, tf } from "../../lib/tensorflow/mod.ts";

await init();

/** Where a view moves the one bright pixel of a 5×5 image, by row and column. */
function moved(from: [number, number], view: View): [number, number] {
  return tf.tidy(() => {
    const place = from[0] * 5 + from[1];
    const image = tf.oneHot(tf.tensor1d([place], "int32"), 25)
      .cast("float32").reshape([1, 5, 5, 1]) as tf.Tensor4D;
    const values = applyView(image, view).dataSync();
    const brightest = values.indexOf(Math.max(...values));
    assertAlmostEquals(values[brightest], 1, 1e-5);
    return [Math.floor(brightest / 5), brightest % 5];
  });
}

Deno.test("applyView() moves right and down, and rotates counterclockwise", () => {
  assertEquals(moved([2, 1], {}), [2, 1]);
  assertEquals(moved([2, 1], { right: 2 }), [2, 3]);
  assertEquals(moved([2, 1], { down: 1 }), [3, 1]);
  assertEquals(moved([2, 4], { rotation: 90 }), [0, 2]);
  assertEquals(moved([2, 3], { scale: 2 }), [2, 4]);
  // First turned and then moved
  assertEquals(moved([2, 3], { rotation: 90, right: 1 }), [1, 3]);
});

Deno.test("Evaluator takes the mean of the views' probabilities", async () => {
  const digits = syntheticDigits({ count: 20, seed: 1 });
  const model = createNetwork(undefined, 1);
  const normalization = { mean: 0.1, standardDeviation: 0.3 };
  const evaluated = async (views?: readonly View[]) => {
    using evaluator = new Evaluator(model, normalization, views);
    return await evaluator.evaluate(digits);
  };
  const before = tf.memory().numTensors;
  const [plain, moved] = [await evaluated(), await evaluated([{ right: 3 }])];
  const both = await evaluated([{}, { right: 3 }]);
  assertEquals(tf.memory().numTensors, before);
  both.logProbabilities.forEach((value, index) => {
    const mean = (Math.exp(plain.logProbabilities[index]) +
      Math.exp(moved.logProbabilities[index])) / 2;
    assertAlmostEquals(value, Math.log(mean), 1e-4);
  });
  assert(plain.loss !== moved.loss);
  const nine = await evaluated(NINE_VIEWS);
  assert(Number.isFinite(nine.loss) && nine.loss !== plain.loss);
  assertThrows(
    () => new Evaluator(model, normalization, []),
    RangeError,
    "at least one view of each image: current count is 0",
  );
  model.dispose();
});
