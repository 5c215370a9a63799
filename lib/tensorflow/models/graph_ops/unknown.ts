/**
 * Has graph models run operations that TensorFlow.js doesn't know, by
 * TensorFlow's own: Roll, SpaceToDepth, ResizeBicubic, UnsortedSegmentSum…
 *
 * @module
 */
import { tensorFlowBackend } from "../../backend/active.ts";
import { cast } from "../../backend/casts.ts";
import { DType } from "../../ffi/dtypes.ts";
import { tf } from "../../tfjs.ts";
import { attributesOf } from "./attributes.ts";
import { withoutSwitchControls } from "./control_inputs.ts";
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
  const backend = tensorFlowBackend()!;
  const { binding } = backend;
  const definitions = binding.runtime.operations;
  const attributes = attributesOf(rawAttrs, definitions.attributeKinds(op));
  const count = definitions.outputCount(op, attributes);
  const types = definitions.inputTypes(op);
  const wide: number[] = [];
  return tf.tidy(() => {
    try {
      const ids = backend.getInputTensorIds([...inputs]).map((id, i) => {
        // TensorFlow.js has int32 alone
        if (types[i] !== DType.INT64) return id;
        const whole = cast(binding, id, DType.INT32, DType.INT64).id;
        wide.push(whole);
        return whole;
      });
      return binding.executeOp(op, attributes, ids, count)
        .map((output) => backend.createWideTensor(output));
    } finally {
      for (const id of wide) binding.deleteTensor(id);
    }
  });
};

/** Lets TensorFlow run what TensorFlow.js doesn't know, once a model is loaded. */
export function runUnknownOperations(): void {
  const prototype = tf.GraphModel.prototype as unknown as GraphModel;
  const { loadSync } = prototype;
  prototype.loadSync = function (this: GraphModel, artifacts) {
    if (!tensorFlowBackend()) return loadSync.call(this, artifacts);
    const loaded = loadSync.call(
      this,
      withoutSwitchControls(numberOutputs(artifacts)),
    );
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
