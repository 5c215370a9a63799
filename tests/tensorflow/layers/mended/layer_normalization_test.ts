import { assertAgrees, numbers } from "../../kernels/oracle.ts";
import { tf } from "../../../../lib/tensorflow/mod.ts";
import { apply, layers } from "./support.ts";

const shapes = [[6, 5], [3, 4, 5], [2, 3, 2, 5]];

/** A training step's gradients, and the weights after it. */
function stepOf(layer: tf.layers.Layer, x: tf.Tensor): () => tf.Tensor[] {
  layer.build(x.shape);
  const variables = layer.weights.map((one) => one.read() as tf.Variable);
  const initial = variables.map(({ shape }, index) =>
    tf.keep(numbers<tf.Rank>(shape as never).abs().add(index + 1).div(5))
  );
  return () => {
    variables.forEach((variable, index) => variable.assign(initial[index]));
    const y = (x: tf.Tensor) => apply(layer, x, { training: true });
    const direction = numbers<tf.Rank>(x.shape as never).square();
    const loss = (x: tf.Tensor) => y(x).mul(direction).mean() as tf.Scalar;
    const trained = layer.trainableWeights.map((one) =>
      one.read() as tf.Variable
    );
    const { grads } = tf.variableGrads(() => loss(x), trained);
    return [
      ...Object.values(grads),
      ...variables.map((variable) => variable.add(0)),
      tf.grad(loss)(x),
    ];
  };
}

for (const name of ["batchNormalization", "layerNormalization"]) {
  for (const shape of shapes) {
    for (const options of [{}, { scale: false }, { center: false }]) {
      // The stock layer normalization has no gradient without a scale
      if (name === "layerNormalization" && "scale" in options) continue;
      Deno.test(`${name}(${JSON.stringify(options)}) of [${shape}] trains as on another backend, recorded too`, () =>
        assertAgrees(
          stepOf(layers[name](options), numbers<tf.Rank>(shape as never)),
        ));
    }
  }
}
