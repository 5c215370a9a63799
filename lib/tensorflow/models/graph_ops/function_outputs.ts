/**
 * Has the functions of a graph model, as the bodies of loops, name an
 * operation's outputs by number: "top:indices:0" becomes "top:1". TensorFlow.js
 * takes the first output for any.
 *
 * @module
 */
import { tensorFlowBackend } from "../../backend/active.ts";
import type { tf } from "../../tfjs.ts";
import { attributesOf } from "./attributes.ts";
import type { RawAttributes } from "./node.ts";

interface NodeDefinition {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: RawAttributes;
}

interface FunctionDefinition {
  readonly nodeDef?: readonly NodeDefinition[];
  readonly ret?: Readonly<Record<string, string>>;
}

interface Topology {
  readonly library?: { readonly function?: readonly FunctionDefinition[] };
}

/** A copy of a model's parts, with the outputs numbered in its functions. */
export function numberOutputs(
  artifacts: tf.io.ModelArtifacts,
): tf.io.ModelArtifacts {
  const topology = artifacts.modelTopology as Topology | undefined;
  const functions = topology?.library?.function;
  if (!functions) return artifacts;
  const library = { ...topology.library, function: functions.map(numbered) };
  return { ...artifacts, modelTopology: { ...topology, library } };
}

function numbered(definition: FunctionDefinition): FunctionDefinition {
  const { nodeDef = [], ret = {} } = definition;
  const producers = new Map(nodeDef.map((node) => [node.name, node]));
  const rename = (name: string) => numberedName(name, producers);
  return {
    ...definition,
    nodeDef: nodeDef.map((node) =>
      node.input ? { ...node, input: node.input.map(rename) } : node
    ),
    ret: Object.fromEntries(
      Object.entries(ret).map(([output, name]) => [output, rename(name)]),
    ),
  };
}

function numberedName(
  name: string,
  producers: ReadonlyMap<string, NodeDefinition>,
): string {
  const [producer, output, index] = name.split(":");
  const node = producers.get(producer);
  const definitions = tensorFlowBackend()!.binding.runtime.operations;
  if (index === undefined || !node || !definitions.has(node.op)) return name;
  const attributes = attributesOf(
    node.attr ?? {},
    definitions.attributeKinds(node.op),
  );
  const first = definitions.outputCount(node.op, attributes, output);
  return `${producer}:${first + Number(index)}`;
}
