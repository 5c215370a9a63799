/** A SavedModel opened by TensorFlow's own loader, through its C API. @module */
import { SESSION_SYMBOLS } from "../../bench/session_symbols.ts";
import { cString } from "../../lib/tensorflow/ffi/memory.ts";
import { DType } from "../../lib/tensorflow/ffi/dtypes.ts";
import { Status } from "../../lib/tensorflow/ffi/status.ts";
import {
  newHostTensor,
  readHostTensor,
} from "../../lib/tensorflow/eager/host_tensor.ts";
import { outputs } from "../../lib/tensorflow/recording/graph.ts";
import { binding, loaded } from "../support/tensorflow.ts";

const session = Deno.dlopen(loaded.library.cc, {
  ...SESSION_SYMBOLS,
  TF_DeleteSessionOptions: { parameters: ["usize"], result: "void" },
  TF_LoadSessionFromSavedModel: {
    parameters: [
      "usize", // const TF_SessionOptions*
      "usize", // const TF_Buffer* run_options
      "buffer", // const char* export_dir
      "buffer", // const char* const* tags
      "i32", // int tags_len
      "usize", // TF_Graph*
      "usize", // TF_Buffer* meta_graph_def
      "usize", // TF_Status*
    ],
    result: "usize",
  },
  TF_GraphOperationByName: { parameters: ["usize", "buffer"], result: "usize" },
  TF_DeleteSession: { parameters: ["usize", "usize"], result: "void" },
}).symbols;

/** What is asked of a SavedModel. */
interface Question {
  readonly input: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly output: string;
  /** How many values are expected. */
  readonly count: number;
}

/**
 * The answer of a SavedModel that has the tag `serve`.
 *
 * @throws {TensorFlowError} if TensorFlow can't load or run it.
 */
export function runSavedModel(
  folder: string,
  { input, shape, values, output, count }: Question,
): Float32Array {
  const { library } = binding.runtime;
  using status = new Status(library);
  const options = session.TF_NewSessionOptions();
  const graph = library.TF_NewGraph();
  const [tag, tags] = pointerTo("serve\0");
  const opened = session.TF_LoadSessionFromSavedModel(
    options,
    0n,
    new TextEncoder().encode(`${folder}\0`),
    tags,
    1,
    graph,
    0n,
    status.address,
  );
  library.TF_DeleteTensor(tag);
  session.TF_DeleteSessionOptions(options);
  status.check(() => `load "${folder}"`);
  const end = (name: string) =>
    outputs([{
      operation: session.TF_GraphOperationByName(graph, cString(name)),
      index: 0,
    }]);
  const given = newHostTensor(library, shape, DType.FLOAT, values);
  const answer = new BigUint64Array(1);
  session.TF_SessionRun(
    opened,
    0n,
    end(input),
    BigUint64Array.of(given),
    1,
    end(output),
    answer,
    1,
    0n,
    0,
    0n,
    status.address,
  );
  status.check(() => `run "${folder}"`);
  const read = readHostTensor(library, answer[0], DType.FLOAT, count);
  library.TF_DeleteTensor(given);
  library.TF_DeleteTensor(answer[0]);
  session.TF_DeleteSession(opened, status.address);
  library.TF_DeleteGraph(graph);
  return read as Float32Array;
}

/**
 * A list with the address of a text. The text lies in a tensor: Deno gives no
 * addresses of its own memory when FFI is allowed by path.
 */
function pointerTo(
  text: string,
): [tensor: bigint, list: BigUint64Array<ArrayBuffer>] {
  const { library } = binding.runtime;
  const bytes = new TextEncoder().encode(text);
  const tensor = newHostTensor(library, [bytes.length], DType.UINT8, bytes);
  return [tensor, BigUint64Array.of(library.TF_TensorData(tensor))];
}
