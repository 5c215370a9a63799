import { runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import { newKernel, typeAttribute } from "./kernel.ts";

/**
 * tf.multinomial. Unlike tfjs-node's kernel, it draws the same for the same
 * seed and supports normalized probabilities.
 */
export const multinomial: tf.KernelConfig = newKernel(
  "Multinomial",
  ({ inputs, attrs }) => {
    const { logits } = inputs as { logits: tf.Tensor };
    const { numSamples, seed, normalized } = attrs as {
      numSamples: number;
      seed: number;
      normalized?: boolean;
    };
    // A seed may be any number: its 64 bits serve as the key
    const key = new Int32Array(Float64Array.of(seed).buffer);
    return tf.tidy(() =>
      runOperation("StatelessMultinomial", [
        typeAttribute("T", "float32"),
        typeAttribute("Tseed", "int32"),
        typeAttribute("output_dtype", "int32"),
      ], [
        normalized ? tf.log(logits) : logits,
        tf.scalar(numSamples, "int32"),
        tf.tensor1d(key, "int32"),
      ])
    );
  },
);
