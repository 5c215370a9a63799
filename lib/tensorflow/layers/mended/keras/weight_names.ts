import type { tf } from "../../../tfjs.ts";

/** The last part of a name: `kernel`. */
const last = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

/**
 * The weights under the names that a model has for them. Keras 3 puts the model's
 * name before the layer's and a cell's name before the weight's, calls a depthwise
 * kernel a kernel, and has weights for random numbers.
 *
 * @param own The model's names, in order.
 */
export function ownNames(
  own: readonly string[],
  weights: tf.NamedTensorMap,
): tf.NamedTensorMap {
  if (own.every((name) => name in weights)) return weights;
  const renamed: tf.NamedTensorMap = {};
  const rest: string[] = [];
  for (const [name, tensor] of Object.entries(weights)) {
    if (/(^|\/)seed_generator(_\d+)?\//.test(name)) continue;
    const matches = own.filter((one) =>
      one === name || name.endsWith(`/${one}`)
    );
    if (matches.length === 1) renamed[matches[0]] = tensor;
    else rest.push(name);
  }
  const missing = own.filter((name) => !(name in renamed));
  const pairs = pairByLayer(missing, rest);
  for (const name of rest) renamed[pairs.get(name) ?? name] = weights[name];
  return renamed;
}

/** Given names and own ones of the same layers, in order. */
function pairByLayer(
  own: readonly string[],
  given: readonly string[],
): Map<string, string> {
  const pairs = new Map<string, string>();
  const layers = new Set(own.map((name) => name.split("/")[0]));
  for (const layer of layers) {
    const ours = own.filter((name) => name.startsWith(`${layer}/`));
    const theirs = given.filter((name) =>
      name.split("/").find((part) => layers.has(part)) === layer
    );
    const fits = ours.length === theirs.length &&
      ours.every((name, i) => `_${last(name)}`.endsWith(`_${last(theirs[i])}`));
    if (fits) theirs.forEach((name, i) => pairs.set(name, ours[i]));
  }
  return pairs;
}
