import { NEXT_KEY } from "../ops/random/multinomial_seed.ts";
import { runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import { newKernel, typeAttribute } from "./kernel.ts";

/**
 * tf.multinomial. Unlike tfjs-node's kernel, it draws the same for the same
 * seed and supports normalized probabilities.
 */
export const multinomial: tf.KernelConfig = newKernel(
  "Multinomial",
  ({ inputs, attrs, backend }) => {
    const { logits } = inputs as { logits: tf.Tensor };
    const { numSamples, seed, normalized } = attrs as {
      numSamples: number;
      seed: number;
      normalized?: boolean;
    };
    return tf.tidy(() => {
      // A seed may be any number: its 64 bits serve as the key
      const key = seed === NEXT_KEY
        ? backend.nextRandomKey()
        : tf.tensor1d(new Int32Array(Float64Array.of(seed).buffer), "int32");
      const reals = tf.cast(logits, "float32");
      return runOperation("StatelessMultinomial", [
        typeAttribute("T", "float32"),
        typeAttribute("Tseed", "int32"),
        typeAttribute("output_dtype", "int32"),
      ], [
        normalized ? tf.log(reals) : reals,
        tf.scalar(numSamples, "int32"),
        key,
      ]);
    });
  },
);
