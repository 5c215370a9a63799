/**
 * Compiles as many functions as the first argument says, and leaves them without
 * disposing them. Prints how many megabytes the process has grown since a tenth
 * of them.
 *
 * @module
 */
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";

const count = Number(Deno.args[0]);
const { gc } = globalThis as unknown as { gc(): void };

await init();
const total = tf.variable<tf.Rank>(tf.scalar(0));
const x = tf.scalar(1);
let start = 0;
for (let i = 1; i <= count; i++) {
  const add = compile((x: tf.Tensor): tf.Tensor => {
    // The function refers to itself, as a closure may
    if (add.recordings.length > 1) return x;
    let y = total.add(x);
    for (let k = 0; k < 20; k++) y = y.mul(0.5).add(x);
    total.assign(y);
    return y.mul(1);
  });
  add(x).dispose();
  (await add.async(x)).dispose();
  if (i % 50 === 0) {
    gc();
    await new Promise((resolve) => setTimeout(resolve));
  }
  if (i === count / 10) start = Deno.memoryUsage().rss;
}
console.log(Math.round((Deno.memoryUsage().rss - start) / 2 ** 20));
