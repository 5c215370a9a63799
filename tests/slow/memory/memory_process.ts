/**
 * Calls a small recorded function that assigns a variable and draws a random
 * number, as often as the first argument says, and writes the process's resident
 * bytes as JSON, one size after every so many calls as the second says.
 *
 * @module
 */
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";

const [calls, every] = Deno.args.map(Number);

await init();
const total = tf.variable(tf.zeros([100]));
const step = compile((x: tf.Tensor) => {
  total.assign(total.mul(0.99).add(tf.randomNormal([100])).add(x));
  return total.mean();
});
const x = tf.ones([100]);

// The collector of JavaScript's garbage is asked to run (--expose-gc), so that
// what is counted is memory that nothing gives back
const { gc } = globalThis as unknown as { gc(): void };

const sizes: number[] = [];
for (let call = 1; call <= calls; call++) {
  step(x).dispose();
  if (call % every === 0) {
    gc();
    sizes.push(Deno.memoryUsage().rss);
  }
}
console.log(JSON.stringify(sizes));
