/**
 * Has nodes of a graph model not wait for a Switch to pass something on to its
 * first output, when they only want it to have run: TensorFlow.js would never run
 * them, nor a recurrent layer's loop that depends on them.
 *
 * @module
 */
import type { tf } from "../../tfjs.ts";

interface NodeDefinition {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
}

interface Topology {
  readonly node?: readonly NodeDefinition[];
}

/** A copy of a model's parts, without control inputs from Switches. */
export function withoutSwitchControls(
  artifacts: tf.io.ModelArtifacts,
): tf.io.ModelArtifacts {
  const topology = artifacts.modelTopology as Topology | undefined;
  const nodes = topology?.node;
  if (!nodes) return artifacts;
  const switches = new Set(
    nodes.filter(({ op }) => op === "Switch").map(({ name }) => `^${name}`),
  );
  if (switches.size === 0) return artifacts;
  const node = nodes.map((one) => {
    const input = one.input?.filter((name) => !switches.has(name));
    return input && input.length > 0 ? { ...one, input } : one;
  });
  return { ...artifacts, modelTopology: { ...topology, node } };
}
