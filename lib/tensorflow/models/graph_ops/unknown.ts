/**
 * Has graph models run operations that TensorFlow.js doesn't know, by
 * TensorFlow's own: Roll, SpaceToDepth, ResizeBicubic, UnsortedSegmentSum…
 *
 * @module
 */
import { tensorFlowBackend } from "../../backend/active.ts";
import { runOperationWithOutputs } from "../../ops/raw_operations.ts";
import { tf } from "../../tfjs.ts";
import { attributesOf } from "./attributes.ts";
import { numberOutputs } from "./function_outputs.ts";
import { type Execute, setGraphOp } from "./node.ts";

interface Graph {
  readonly nodes: Readonly<Record<string, { op: string; category?: string }>>;
  readonly functions?: Readonly<Record<string, Graph>>;
}

/** TensorFlow.js's `GraphModel`; some members are private. */
interface GraphModel {
  readonly executor: { readonly graph: Graph };
  loadSync(artifacts: tf.io.ModelArtifacts): boolean;
}

const run: Execute = ({ node: { op, rawAttrs }, inputs }) => {
  const definitions = tensorFlowBackend()!.binding.runtime.operations;
  const attributes = attributesOf(rawAttrs, definitions.attributeKinds(op));
  const count = definitions.outputCount(op, attributes);
  return tf.tidy(() =>
    runOperationWithOutputs(op, attributes, [...inputs], count)
  );
};

/** Lets TensorFlow run what TensorFlow.js doesn't know, once a model is loaded. */
export function runUnknownOperations(): void {
  const prototype = tf.GraphModel.prototype as unknown as GraphModel;
  const { loadSync } = prototype;
  prototype.loadSync = function (this: GraphModel, artifacts) {
    if (!tensorFlowBackend()) return loadSync.call(this, artifacts);
    const loaded = loadSync.call(this, numberOutputs(artifacts));
    adopt(this.executor.graph);
    return loaded;
  };
}

function adopt({ nodes, functions = {} }: Graph): void {
  for (const node of Object.values(nodes)) {
    if (node.category !== undefined || !isPlain(node.op)) continue;
    setGraphOp(node.op, run);
    node.category = "custom";
  }
  Object.values(functions).forEach(adopt);
}

/** Whether TensorFlow has it, and it neither calls functions nor steers others. */
function isPlain(op: string): boolean {
  const definitions = tensorFlowBackend()!.binding.runtime.operations;
  if (op.startsWith("_") || !definitions.has(op)) return false;
  return ![...definitions.attributeKinds(op).values()]
    .some((kind) => kind.includes("func"));
}
