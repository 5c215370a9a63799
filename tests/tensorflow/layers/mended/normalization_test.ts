import { compile, tf } from "../../../../lib/tensorflow/mod.ts";
import { apply, assertClose, layers, values } from "./support.ts";

type Step = (x: tf.Tensor) => tf.Tensor;

for (const options of [{ scale: false }, { center: false }]) {
  Deno.test(`batchNormalization(${JSON.stringify(options)}) trains, recorded too`, () => {
    const run = (wrap: (step: Step) => Step) => {
      const layer = layers.batchNormalization({ ...options, momentum: 0.9 });
      layer.build([null, 1]);
      const variables = layer.trainableWeights.map((one) =>
        one.read() as tf.Variable
      );
      const step = wrap((x) =>
        tf.train.sgd(0.1).minimize(
          () => apply(layer, x, { training: true }).sub(1).square().mean(),
          true,
          variables,
        )!
      );
      const losses = [1, 2].map(() =>
        step(tf.tensor2d([[1], [3]])).dataSync()[0]
      );
      return [...losses, ...layer.getWeights().flatMap(values)];
    };
    const plain = run((step) => step);
    assertClose(run((step) => compile(step)), plain);
    assertClose(plain.slice(-2), [0.38, 1]);
  });
}
