import { tf } from "../tfjs.ts";
import type { Gradients, State } from "./stock.ts";

/**
 * Takes a step: calls `update` for each variable that has a gradient, with the
 * variable's states. Those that are missing begin at 0. What it assigns must be read
 * from where it was computed: small variables may be parts of one vector.
 *
 * @param suffixes The optimizer's members that list states, each with what the names
 * of its states end in.
 */
export function updateEach(
  optimizer: object,
  suffixes: Readonly<Record<string, string>>,
  gradients: Gradients,
  update: (
    variable: tf.Variable,
    gradient: tf.Tensor,
    ...states: tf.Variable[]
  ) => void,
): void {
  const lists = optimizer as Record<string, (State | undefined)[]>;
  const given = Array.isArray(gradients)
    ? gradients
    : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
  given.forEach(({ name, tensor }, i) => {
    const variable = tf.engine().registeredVariables[name];
    const states = Object.entries(suffixes).map(([field, suffix]) =>
      lists[field][i] ??= {
        originalName: `${name}/${suffix}`,
        variable: tf.tidy(() => tf.zerosLike(variable).variable(false)),
      }
    );
    if (!tensor) return;
    tf.tidy(() =>
      update(variable, tensor, ...states.map(({ variable }) => variable))
    );
  });
}

/** What stays of an average, and a new value's share: rate · old + (1 − rate) · new. */
export function average(
  old: tf.Tensor,
  value: tf.Tensor,
  rate: number,
): tf.Tensor {
  return tf.add(tf.mul(old, rate), tf.mul(value, 1 - rate));
}
