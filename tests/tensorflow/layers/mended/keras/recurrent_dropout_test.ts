import { assertEquals, assertNotEquals } from "@std/assert";
import { compile, tf } from "../../../../../lib/tensorflow/mod.ts";
import { apply, layers, values } from "../support.ts";

for (const recorded of [false, true]) {
  Deno.test(`rnn() of cells draws a mask for each sequence${recorded ? ", recorded" : ""}`, () => {
    const options = { dropout: 0.5, kernelInitializer: "ones" };
    const cells = [
      tf.layers.simpleRNNCell(
        { units: 20, activation: "linear", ...options } as never,
      ),
      tf.layers.lstmCell(
        { units: 4, ...options, recurrentDropout: 0.5 } as never,
      ),
    ];
    const layer = layers.rnn({ cell: cells });
    const run = (training: boolean) => {
      const step = (x: tf.Tensor) => apply(layer, x, { training });
      return recorded ? compile(step) : Object.assign(step, { dispose() {} });
    };
    const train = run(true), predict = run(false);
    const x = tf.ones([2, 3, 20]).mul(0.001);
    apply(layer, x);
    const first = values(train(x));
    assertNotEquals(values(train(x)), first);
    const plain = values(predict(x));
    assertNotEquals(plain, first);
    assertEquals(values(predict(x)), plain);
    assertEquals(train(tf.ones([5, 3, 20])).shape, [5, 4]);
    train.dispose();
    predict.dispose();
  });
}
