import { tf } from "../tfjs.ts";
import { withSeededNumbers } from "../random/javascript_numbers.ts";

/**
 * Has `tf.data`'s shuffle() draw by the seed of all random operations, where
 * TensorFlow.js takes the time as its seed; 0 is a seed like any other.
 */
export function shuffleDataBySeed(): void {
  const { prototype } = tf.data.Dataset;
  const { shuffle } = prototype;
  prototype.shuffle = function (bufferSize, seed, reshuffles) {
    const chosen = seed ?? withSeededNumbers(() => Math.random());
    return shuffle.call(this, bufferSize, `${chosen}`, reshuffles);
  };
}
