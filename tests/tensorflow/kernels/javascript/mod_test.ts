import { assertThrows } from "@std/assert";
import { compile, RecordingError, tf } from "../../../../lib/tensorflow/mod.ts";
import { assertAgrees } from "../oracle.ts";

Deno.test("kernels in JavaScript agree with the oracle", async () => {
  const options = { recorded: false };
  await assertAgrees(
    () => tf.greater(tf.tensor1d(["b", "a"]), tf.tensor1d(["a", "b"])),
    options,
  );
  await assertAgrees(() => {
    const { indices, values, shape } = tf.string.stringSplit(
      ["a b", "c"],
      " ",
    ) as { indices: tf.Tensor; values: tf.Tensor; shape: tf.Tensor };
    return [indices, values, shape];
  }, options);
  await assertAgrees(() => {
    const { values, indices } = tf.unique(tf.tensor1d([NaN, 1, NaN]));
    return [values, indices];
  }, options);
});

Deno.test("recording a kernel in JavaScript is an error", () => {
  using compare = compile((x: tf.Tensor) => tf.greater(x, "a"));
  const letters = tf.tensor1d(["a", "b"]);
  assertThrows(() => compare(letters), RecordingError, "Cannot record Greater");
  letters.dispose();
});
