import { assertEquals } from "@std/assert";
import { init, tf } from "../../../../../lib/tensorflow/mod.ts";
import { ownNames } from "../../../../../lib/tensorflow/layers/mended/keras/weight_names.ts";

await init();

Deno.test("names of Keras 3 are told apart by their layer, in order", () => {
  const own = [
    ...["dense/kernel", "dw/depthwise_kernel", "dw/bias"],
    ...["bi/forward_forward_lstm/kernel", "bi/forward_forward_lstm/bias"],
    ...["bi/backward_forward_lstm/kernel", "bi/backward_forward_lstm/bias"],
  ];
  const given = [
    ...["model/dense/kernel", "model/dw/kernel", "model/dw/bias"],
    ...["bi/forward_lstm/lstm_cell/kernel", "bi/forward_lstm/lstm_cell/bias"],
    ...["bi/backward_lstm/lstm_cell/kernel", "bi/backward_lstm/lstm_cell/bias"],
  ];
  const seed = "model/dropout/seed_generator/seed_generator_state";
  const weights = Object.fromEntries(
    [...given, seed].map((name, i) => [name, tf.scalar(i)]),
  );
  const renamed = ownNames(own, weights);
  assertEquals(Object.keys(renamed).length, own.length);
  assertEquals(
    own.map((name) => renamed[name]?.dataSync()[0]),
    own.map((_, i) => i),
  );
  assertEquals(
    ownNames(["a/kernel"], { "b/bias": tf.scalar(0) })["b/bias"].rank,
    0,
  );
});
