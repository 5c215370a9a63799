import { tf } from "../../tfjs.ts";
import { withSeededNumbers } from "../../random/javascript_numbers.ts";

/**
 * Has `tf.data`'s shuffle() draw by the seed of all random operations, where
 * TensorFlow.js takes the time as its seed; 0 is a seed like any other. Without
 * `reshuffleEachIteration` each iteration has the same order: TensorFlow.js
 * shuffles anew all the same.
 */
export function mendShuffle(): void {
  const { prototype } = tf.data.Dataset;
  const { shuffle } = prototype;
  prototype.shuffle = function (bufferSize, seed, reshuffles = true) {
    const chosen = seed ?? withSeededNumbers(() => Math.random());
    const make = () => shuffle.call(this, bufferSize, `${chosen}`, reshuffles);
    const shuffled = make();
    if (!reshuffles) shuffled.iterator = () => make().iterator();
    return shuffled;
  };
}
