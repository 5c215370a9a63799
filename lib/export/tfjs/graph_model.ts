/** TensorFlow.js's graph model: a graph in JSON, the weights in a file. @module */
import { tf } from "../../tensorflow/mod.ts";
import { type Encode, INPUT_NAME, OUTPUT_NAME } from "../format.ts";
import {
  type Attribute,
  type Constant,
  type GraphNode,
  typeOf,
} from "../graph/graph.ts";
import { GRAPH_VERSION } from "../graph/graph_def.ts";
import { inferenceGraph } from "../graph/inference_graph.ts";
import { type StoredWeight, storeWeights } from "./stored_weights.ts";

/** Encodes `model.json` and the file of the weights, for `tf.loadGraphModel()`. */
export const encodeGraphModel: Encode = async (input, options) => {
  const { nodes, inputShape, outputShape } = await inferenceGraph(
    input,
    options,
  );
  return storeWeights(nodes.flatMap(storedConstant), {
    format: "graph-model",
    generatedBy: `TensorFlow.js ${tf.version["tfjs-converter"]}`,
    convertedBy: null,
    signature: {
      inputs: { [INPUT_NAME]: tensorInfo(INPUT_NAME, inputShape) },
      outputs: { [OUTPUT_NAME]: tensorInfo(OUTPUT_NAME, outputShape) },
    },
    modelTopology: {
      node: nodes.map(nodeInJson),
      library: {},
      versions: { producer: GRAPH_VERSION },
    },
  });
};

/** A constant as TensorFlow.js loads it, by the name of its node; none of other nodes. */
function storedConstant({ name, attributes }: GraphNode): StoredWeight[] {
  const { value } = attributes;
  if (!value || !("tensor" in value)) return [];
  const { shape, values } = value.tensor;
  if (values instanceof Float32Array) {
    return [{ name, shape, dtype: "float32", values }];
  }
  if (values instanceof Int32Array) {
    return [{ name, shape, dtype: "int32", values }];
  }
  if (!(values instanceof Int8Array)) {
    const quantization = {
      dtype: "float16",
      original_dtype: "float32",
    } as const;
    return [{ name, shape, dtype: "float32", values, quantization }];
  }
  // TensorFlow.js quantizes to unsigned bytes: byte · scale + min is the signed one, and
  // a node of the graph multiplies it by its channel's scale
  return [{
    name,
    shape,
    dtype: "float32",
    values: Uint8Array.from(values, (byte) => byte + 128),
    quantization: { dtype: "uint8", min: -128, scale: 1 },
  }];
}

function nodeInJson(
  { name, operation, inputs, attributes }: GraphNode,
): object {
  const entries = Object.entries(attributes)
    .map(([key, attribute]) => [key, attributeInJson(attribute)]);
  return {
    name,
    op: operation,
    ...inputs.length > 0 && { input: inputs },
    attr: Object.fromEntries(entries),
  };
}

/** As protocol buffers are written in JSON: 64-bit integers as text, bytes in base64. */
function attributeInJson(attribute: Attribute): object {
  if ("integers" in attribute) {
    return { list: { i: attribute.integers.map(String) } };
  }
  if ("text" in attribute) return { s: btoa(attribute.text) };
  if ("flag" in attribute) return { b: attribute.flag };
  if ("type" in attribute) return { type: loadedType(attribute.type) };
  if ("shape" in attribute) return { shape: shapeInJson(attribute.shape) };
  return { tensor: emptyTensor(attribute.tensor) };
}

/** What a constant is once TensorFlow.js has loaded it: it has one type of floats. */
function loadedType(type: string): string {
  return type === "DT_INT32" ? type : "DT_FLOAT";
}

/** A tensor without its values, which are in the file of the weights. */
function emptyTensor(tensor: Constant): object {
  return {
    dtype: loadedType(typeOf(tensor)),
    tensorShape: shapeInJson(tensor.shape),
  };
}

function tensorInfo(name: string, shape: readonly number[]): object {
  return {
    name: `${name}:0`,
    dtype: "DT_FLOAT",
    tensorShape: shapeInJson(shape),
  };
}

function shapeInJson(shape: readonly number[]): object {
  return { dim: shape.map((size) => ({ size: String(size) })) };
}
