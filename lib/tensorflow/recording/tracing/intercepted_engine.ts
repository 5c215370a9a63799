import { RecordingError } from "../../backend/errors.ts";
import { tf } from "../../tfjs.ts";

type Engine = ReturnType<typeof tf.engine>;

/**
 * Has others make variables and keep tensors in TensorFlow.js's place, and
 * refuses random numbers of JavaScript.
 *
 * @returns Undoes it.
 */
export function interceptEngine(
  replacements: Pick<Engine, "makeVariable" | "keep">,
): () => void {
  const engine = tf.engine();
  const { random } = Math;
  Object.assign(engine, replacements);
  Math.random = refuseRandom;
  return () => {
    Math.random = random;
    // The class has its own
    for (const name of Object.keys(replacements)) {
      Reflect.deleteProperty(engine, name);
    }
  };
}

function refuseRandom(): never {
  throw new RecordingError(
    "Cannot record Math.random(): its number would be the same at each call; use tf.randomUniform, tf.randomNormal, tf.truncatedNormal or tf.dropout, or pass the number as an argument",
  );
}
