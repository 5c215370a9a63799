/**
 * Calls compiled functions while TensorFlow.js is in debug mode or profiling,
 * also one that turns it on by itself, and an operation that is refused.
 *
 * @module
 */
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";

await init();
const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
const message = (error: unknown) => (error as Error).message;
// What debug mode logs is not of interest
console.log = () => {};

const x = tf.scalar(3);
const double = () => compile((x: tf.Tensor) => x.mul(2));
const values: (number | string)[] = [];
await tf.profile(() => {
  values.push(double()(x).dataSync()[0]);
  return x;
});
await turn();
const debugs = compile((x: tf.Tensor) => {
  tf.enableDebugMode();
  return x.mul(2);
});
try {
  debugs(x);
} catch (error) {
  values.push(message(error));
}
await turn();
values.push(double()(x).dataSync()[0], (await double().async(x)).dataSync()[0]);
await turn();
try {
  // A kernel that TensorFlow refuses
  const attributes = { dtype: "float32" };
  tf.engine().runKernel("Cast", { x: tf.tensor(["text"]) }, attributes);
} catch (error) {
  values.push(message(error));
}
await turn();
console.info(JSON.stringify(values));
