/**
 * Refuses what is no graph model when it is loaded, by saying what is wrong.
 *
 * @module
 */
import { tf } from "../../tfjs.ts";

interface NodeDefinition {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
}

interface FunctionDefinition {
  readonly signature?: {
    readonly name?: string;
    readonly inputArg?: readonly { readonly name: string }[];
  };
  readonly nodeDef?: readonly NodeDefinition[];
}

interface Topology {
  readonly node: readonly NodeDefinition[];
  readonly versions?: object;
  readonly library?: { readonly function?: readonly FunctionDefinition[] };
}

const AGAIN = "convert the model again, or fetch its files again";

function refuse(requirement: string, value: string, cure = AGAIN): never {
  throw new Error(
    `Cannot load a graph model: ${requirement}: current value is ${value}; ${cure}`,
  );
}

/** A value in a message, of at most 80 characters. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/**
 * A model's parts, with the versions that a graph may leave out.
 *
 * @throws {Error} if they hold no graph, if a node is none or takes what the graph
 * lacks, or if weights are missing.
 */
export function checkedArtifacts(
  artifacts: tf.io.ModelArtifacts,
): tf.io.ModelArtifacts {
  const topology = requireGraph(artifacts);
  const functions = topology.library?.function ?? [];
  requireNodes(topology.node, []);
  for (const { nodeDef = [], signature } of functions) {
    requireNodes(nodeDef, (signature?.inputArg ?? []).map(({ name }) => name));
  }
  requireWeights(artifacts, [
    topology.node,
    ...functions.map(({ nodeDef = [] }) => nodeDef),
  ]);
  const versions = { producer: 0, minConsumer: 0, ...topology.versions };
  return { ...artifacts, modelTopology: { ...topology, versions } };
}

function requireGraph(artifacts: tf.io.ModelArtifacts): Topology {
  const topology = artifacts?.modelTopology as
    | Partial<Topology> & Record<string, unknown>
    | undefined;
  const isLayers = artifacts?.format === "layers-model" ||
    ["model_config", "class_name"].some((name) => topology?.[name]);
  if (isLayers) {
    refuse(
      "it must be a graph",
      "a layers model",
      "load it by tf.loadLayersModel()",
    );
  }
  if (!Array.isArray(topology?.node)) {
    refuse(
      'its "modelTopology" must hold a list, "node"',
      shown(topology),
      "give the model.json that tensorflowjs_converter writes",
    );
  }
  return topology as Topology;
}

function requireNodes(
  nodes: readonly NodeDefinition[],
  others: readonly string[],
): void {
  for (const node of nodes) {
    if (typeof node?.name !== "string" || typeof node.op !== "string") {
      refuse("each node must have a name and an op", shown(node));
    }
  }
  const names = new Set([...others, ...nodes.map(({ name }) => name)]);
  for (const { name, input = [] } of nodes) {
    const missing = input.find((one) =>
      !names.has(one.replace(/^\^/, "").split(":")[0])
    );
    if (missing === undefined) continue;
    refuse(`what node "${name}" takes must be a node`, `"${missing}"`);
  }
}

/** Bytes of a stored number; others are not counted. */
const widths: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  complex64: 8,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

function requireWeights(
  { weightSpecs, weightData, getWeightStream }: tf.io.ModelArtifacts,
  graphs: readonly (readonly NodeDefinition[])[],
): void {
  if (!Array.isArray(weightSpecs)) {
    refuse(
      'its "weightsManifest" must list the weights, if only as []',
      shown(weightSpecs),
    );
  }
  let bytes = 0;
  for (const spec of weightSpecs) {
    const { name, shape, dtype, quantization } = spec ?? {};
    if (typeof name !== "string" || !Array.isArray(shape)) {
      refuse("each weight must have a name and a shape", shown(spec));
    }
    bytes += tf.util.sizeFromShape(shape) *
      (widths[quantization?.dtype ?? dtype] ?? 0);
  }
  const given = [weightData ?? []].flat()
    .reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (!getWeightStream && given < bytes) {
    refuse(`its weights must have ${bytes} bytes`, `${given} bytes`);
  }
  const weights = new Set(weightSpecs.map(({ name }) => name));
  for (const nodes of graphs) {
    const taken = new Set(
      nodes.flatMap(({ input = [] }) => input.map((one) => one.split(":")[0])),
    );
    const missing = nodes.find(({ name, op }) =>
      op === "Const" && taken.has(name) && !weights.has(name)
    );
    if (!missing) continue;
    refuse(
      `its weights must hold constant "${missing.name}"`,
      weights.size === 0 ? "none" : `${weights.size} others`,
    );
  }
}
