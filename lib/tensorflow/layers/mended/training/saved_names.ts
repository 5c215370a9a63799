import { tf } from "../../../tfjs.ts";

/** A loss or metric: its name, or a function. */
export type Named = string | ((...args: never[]) => unknown);

/** TensorFlow.js's functions of losses and metrics, by their names. */
type Functions = Readonly<Record<string, Named | undefined>>;

const metrics = tf.metrics as unknown as Functions;

/** Other functions that compute the mean of what a loss with a name computes. */
const losses: Functions = {
  meanSquaredError: tf.losses.meanSquaredError,
  meanAbsoluteError: tf.losses.absoluteDifference,
};

/** Metrics that `compile()` looks up by the output and its loss. */
const SHORT = /^(acc|accuracy|ce|crossentropy)$/;

/** A metric's name in a file, such as `mean_absolute_error`; undefined without one. */
export function nameOfMetric(metric: Named): string | undefined {
  const name = typeof metric === "string" ? metric : keyOf(metric, metrics);
  return name && snakeCase(name);
}

/** {@linkcode nameOfMetric} for a loss. */
export function nameOfLoss(loss: Named): string | undefined {
  if (typeof loss === "string") return snakeCase(loss);
  const name = keyOf(loss, metrics) ?? keyOf(loss, losses);
  return name && snakeCase(name);
}

/** The metric of a name in a file: its function, or the name that others know. */
export function metricOfName(name: string): Named {
  const own = camelCase(name);
  return SHORT.test(name) ? name : metrics[own] ?? own;
}

function keyOf(wanted: Named, functions: Functions): string | undefined {
  return Object.keys(functions).find((key) => functions[key] === wanted);
}

function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
