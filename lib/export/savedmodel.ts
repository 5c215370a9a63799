/**
 * TensorFlow's SavedModel: a graph with the weights in it as constants, and a signature.
 *
 * @module
 */
import { encodeMessage } from "../tensorflow/ffi/protobuf.ts";
import { type Encode, INPUT_NAME, OUTPUT_NAME } from "./format.ts";
import { DATA_TYPES } from "./graph/graph.ts";
import { encodeGraphDef, encodeShape } from "./graph/graph_def.ts";
import { inferenceGraph } from "./graph/inference_graph.ts";

/** The signature's name, by which TensorFlow Serving and Keras look for it. */
const SIGNATURE = "serving_default";

/** Encodes `saved_model.pb`, from `saved_model.proto` and `meta_graph.proto`. */
export const encodeSavedModel: Encode = async (input, options) => {
  const { nodes, inputShape, outputShape } = await inferenceGraph(
    input,
    options,
  );
  const signature = encodeMessage([
    [1, tensorEntry(INPUT_NAME, inputShape)],
    [2, tensorEntry(OUTPUT_NAME, outputShape)],
    [3, "tensorflow/serving/predict"],
  ]);
  const metaGraph = encodeMessage([
    [1, encodeMessage([[4, "serve"]])],
    [2, encodeGraphDef(nodes)],
    [5, encodeMessage([[1, SIGNATURE], [2, signature]])],
  ]);
  const bytes = encodeMessage([[1, 1], [2, metaGraph]]);
  return [{ path: "saved_model.pb", bytes }];
};

/** An entry of the signature's map from names to `TensorInfo`. */
function tensorEntry(
  name: string,
  shape: readonly number[],
): Uint8Array<ArrayBuffer> {
  const info = encodeMessage([
    [1, `${name}:0`],
    [2, DATA_TYPES.DT_FLOAT],
    [3, encodeShape(shape)],
  ]);
  return encodeMessage([[1, name], [2, info]]);
}
