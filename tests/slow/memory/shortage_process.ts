/** Creates a tensor for which there is no memory, and says so. @module */
import { init, tf } from "../../../lib/tensorflow/mod.ts";

await init();
const values = new Float32Array(2 ** 29);
try {
  tf.tensor1d(values).square();
} catch (error) {
  console.log((error as Error).message);
}
