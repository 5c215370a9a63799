import { cluster, tf } from "../../tensorflow/mod.ts";
import { assignVector, toVector } from "../weights/vector.ts";

/**
 * Gives all tasks of a cluster the chief's value.
 *
 * @param value Can be written as JSON; of the others it does not matter.
 */
export function fromChief<Value>(value: Value): Value {
  if (cluster.currentCluster().size === 1) return value;
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const copy = (values: ArrayLike<number>, length: number) =>
    tf.tidy(() =>
      cluster.broadcast(
        tf.tensor1d(Array.from({ length }, (_, i) => values[i] ?? 0), "int32"),
        { name: "chief" },
      ).dataSync()
    );
  const [length] = copy([bytes.length], 1);
  const text = Uint8Array.from(copy(bytes, length));
  return JSON.parse(new TextDecoder().decode(text));
}

/** Gives the variables of all tasks the chief's values. */
export function shareVariables(variables: readonly tf.Variable[]): void {
  if (cluster.currentCluster().size === 1) return;
  tf.tidy(() =>
    assignVector(
      variables,
      cluster.broadcast(toVector(variables), { name: "variables" }),
    )
  );
}
