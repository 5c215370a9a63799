/**
 * Has graph models run operations that TensorFlow.js doesn't know, by
 * TensorFlow's own: Roll, SpaceToDepth, ResizeBicubic, UnsortedSegmentSum…
 *
 * @module
 */
import { tensorFlowBackend } from "../../backend/active.ts";
import { cast } from "../../backend/casts.ts";
import { RecordingError } from "../../backend/errors.ts";
import { DType } from "../../ffi/dtypes.ts";
import { tf } from "../../tfjs.ts";
import { attributesOf } from "./attributes.ts";
import { type Compute, type Execute, setGraphOp } from "./node.ts";

/** TensorFlow.js's graph of a model. */
export interface Graph {
  readonly nodes: Readonly<Record<string, GraphNode>>;
  readonly functions?: Readonly<Record<string, Graph>>;
}

interface GraphNode {
  readonly name: string;
  readonly op: string;
  category?: string;
}

/** Runs a node by TensorFlow's own operation, which has no gradient. */
export const run: Compute = ({ node: { op, rawAttrs }, inputs }) => {
  const backend = tensorFlowBackend()!;
  const { binding } = backend;
  const definitions = binding.runtime.operations;
  const attributes = attributesOf(rawAttrs, definitions.attributeKinds(op));
  const count = definitions.outputCount(op, attributes);
  const types = definitions.inputTypes(op);
  const wide: number[] = [];
  return tf.tidy(() => {
    try {
      const given = binding.recorder ? inputs.map(asConstant) : [...inputs];
      const ids = backend.getInputTensorIds(given).map((id, i) => {
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

/** The most numbers of a tensor that may be a shape, an axis or a size. */
const FEW = 1024;

/** A constant of the recording, which a result's shape may depend on, if it is one. */
function asConstant(x: tf.Tensor): tf.Tensor {
  if (x.dtype !== "int32" || x.size > FEW) return x;
  try {
    return tf.tensor(x.dataSync(), x.shape, "int32");
  } catch (error) {
    if (error instanceof RecordingError) return x; // It has no value yet
    throw error;
  }
}

/** Lets TensorFlow run what TensorFlow.js doesn't know in a model. */
export function adoptUnknownOperations({ nodes, functions = {} }: Graph): void {
  for (const node of Object.values(nodes)) {
    if (node.category !== undefined) continue;
    setGraphOp(node.op, isPlain(node.op) ? run : refuse);
    node.category = "custom";
  }
  Object.values(functions).forEach(adoptUnknownOperations);
}

const refuse: Execute = ({ node: { name, op } }) => {
  throw new Error(
    `Cannot run a graph model: node "${name}" must be an operation that graph models can run: current value is "${op}"; register it by tf.registerOp("${op}", …), or convert the model without it`,
  );
};

/** Whether TensorFlow has it, and it neither calls functions nor steers others. */
function isPlain(op: string): boolean {
  const definitions = tensorFlowBackend()!.binding.runtime.operations;
  if (op.startsWith("_") || !definitions.has(op)) return false;
  return ![...definitions.attributeKinds(op).values()]
    .some((kind) => kind.includes("func"));
}
