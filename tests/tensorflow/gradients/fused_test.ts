import { tf } from "../../../lib/tensorflow/mod.ts";
import { assertAgrees, numbers } from "../kernels/oracle.ts";

const x = () => numbers<tf.Rank.R3>([2, 3, 4]).div(4).add(0.01);

const functions: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  "relu()": (x) => x.relu(),
  "sigmoid()": (x) => x.sigmoid(),
  "tanh()": (x) => x.tanh(),
  "clipByValue()": (x) => x.clipByValue(-0.24, 0.76),
  "clipByValue() at its bounds": (x) => x.clipByValue(-0.24, 0.26),
  "adding a bias": (x) => x.add(x.mean([0, 1])),
  "adding along another axis": (x) => x.add(x.mean([0, 2]).expandDims(1)),
  "a layer that is fused with its bias": (x) =>
    tf.fused.matMul({
      a: x.reshape([6, 4]),
      b: x.reshape([4, 6]),
      bias: x.mean([0, 2]).concat(x.mean([1, 2])).concat(tf.ones([1])),
    }),
};

for (const [name, fn] of Object.entries(functions)) {
  const weighted = (x: tf.Tensor) => {
    const y = fn(x);
    return y.mul(tf.range(1, y.size + 1).reshape(y.shape)).sum();
  };
  Deno.test(`${name}: its gradient is TensorFlow.js's, recorded too`, () =>
    assertAgrees(() => tf.grad(weighted)(x())));
  Deno.test(`${name}: so is its second derivative`, () =>
    assertAgrees(() =>
      tf.grad((x) => {
        const gradient = tf.grad((z) => weighted(z).square())(x);
        return gradient.square().add(x).sum();
      })(x()).div(1000)
    ));
}
