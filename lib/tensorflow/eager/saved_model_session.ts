import { dtypeName } from "../ffi/dtypes.ts";
import { cString } from "../ffi/memory.ts";
import { type Output, outputs } from "../ffi/outputs.ts";
import { withPointers } from "../ffi/pointers.ts";
import { Status } from "../ffi/status.ts";
import type { Address } from "../ffi/symbols.ts";
import { configOf, type Runtime } from "./runtime.ts";
import type {
  TableEntry,
  TensorMetadata,
  TensorTable,
} from "./tensor_table.ts";

/** An output of a node of the model's graph. */
interface NodeOutput extends Output {
  /** Its name: `serving_default_x:0`. */
  readonly name: string;
  readonly dtype: number;
}

/**
 * A SavedModel that TensorFlow's own loader opened: a `TF_Session` with the
 * model's graph and variables.
 */
export class SavedModelSession implements Disposable {
  readonly #runtime: Runtime;
  readonly #graph: Address;
  readonly #session: Address;
  readonly #status: Status;

  /**
   * Loads a SavedModel.
   *
   * @param directory The folder with `saved_model.pb`.
   * @param tags Those of the part to load: `["serve"]`.
   * @throws {TensorFlowError} if TensorFlow can't load it.
   */
  constructor(runtime: Runtime, directory: string, tags: readonly string[]) {
    const { library } = runtime;
    this.#runtime = runtime;
    this.#status = new Status(library);
    this.#graph = library.TF_NewGraph();
    const options = library.TF_NewSessionOptions();
    try {
      this.#setThreads(options);
      this.#session = this.#load(options, directory, tags);
    } catch (error) {
      library.TF_DeleteGraph(this.#graph);
      this.#status[Symbol.dispose]();
      throw error;
    } finally {
      library.TF_DeleteSessionOptions(options);
    }
  }

  #setThreads(options: Address): void {
    const { library, threads } = this.#runtime;
    const config = configOf(threads);
    library.TF_SetConfig(
      options,
      config,
      BigInt(config.length),
      this.#status.address,
    );
    this.#status.check(() => "configure a SavedModel's session");
  }

  #load(
    options: Address,
    directory: string,
    tags: readonly string[],
  ): Address {
    const { library } = this.#runtime;
    let session = 0n;
    withPointers(library, tags.map(cString), (pointers) => {
      session = library.TF_LoadSessionFromSavedModel(
        options,
        0n,
        cString(directory),
        pointers,
        tags.length,
        this.#graph,
        0n,
        this.#status.address,
      );
    });
    this.#status.check(() =>
      `load the SavedModel "${directory}" with tags [${tags}]`
    );
    return session;
  }

  /**
   * Computes outputs of the graph from its inputs.
   *
   * @param inputNames The nodes that the tensors stand for: `"x:0"` or `"x"`.
   * @param outputNames The nodes to compute.
   * @throws {RangeError} if there are more or fewer tensors than names, or no
   * node of a name.
   * @throws {TypeError} if a tensor has another dtype than its node.
   * @throws {TensorFlowError} if TensorFlow fails.
   */
  run(
    tensors: TensorTable,
    inputIds: readonly number[],
    inputNames: readonly string[],
    outputNames: readonly string[],
  ): TensorMetadata[] {
    if (inputIds.length !== inputNames.length) {
      throw new RangeError(
        `Cannot run a SavedModel: it must be given ${inputNames.length} tensors, for ${
          inputNames.join(", ")
        }: current count is ${inputIds.length}`,
      );
    }
    const inputs = inputNames.map((name) => this.#find(name));
    const wanted = outputNames.map((name) => this.#find(name));
    const entries = inputIds.map((id) => tensors.get(id));
    entries.forEach((entry, index) => checkDtype(entry, inputs[index]));
    const { library } = this.#runtime;
    const values: Address[] = [];
    try {
      for (const { handle } of entries) {
        values.push(
          library.TFE_TensorHandleResolve(handle, this.#status.address),
        );
        this.#status.check(() => "read a SavedModel's input");
      }
      return this.#compute(tensors, inputs, values, wanted);
    } finally {
      for (const value of values) {
        if (value !== 0n) library.TF_DeleteTensor(value);
      }
    }
  }

  #compute(
    tensors: TensorTable,
    inputs: readonly NodeOutput[],
    values: readonly Address[],
    wanted: readonly NodeOutput[],
  ): TensorMetadata[] {
    const { library } = this.#runtime;
    const results = new BigUint64Array(wanted.length);
    library.TF_SessionRun(
      this.#session,
      0n,
      outputs(inputs),
      BigUint64Array.from(values),
      inputs.length,
      outputs(wanted),
      results,
      wanted.length,
      0n,
      0,
      0n,
      this.#status.address,
    );
    this.#status.check(() =>
      `run a SavedModel for ${wanted.map(({ name }) => name).join(", ")}`
    );
    const computed = [...results];
    try {
      return computed.map((result) => {
        const handle = library.TFE_NewTensorHandle(
          result,
          this.#status.address,
        );
        this.#status.check(() => "take a SavedModel's output");
        return tensors.adoptOutput(handle);
      });
    } finally {
      for (const result of computed) library.TF_DeleteTensor(result);
    }
  }

  #find(name: string): NodeOutput {
    const { library } = this.#runtime;
    const [, node, output = "0"] = /^\^?(.*?)(?::(\d+))?$/.exec(name) ?? [];
    const index = Number(output);
    const operation = library.TF_GraphOperationByName(
      this.#graph,
      new TextEncoder().encode(`${node}\0`),
    );
    const count = operation === 0n
      ? 0
      : library.TF_OperationNumOutputs(operation);
    if (index >= count) {
      throw new RangeError(
        `Cannot run a SavedModel: its graph must have a tensor "${name}": ${
          operation === 0n
            ? `it has no node "${node}"`
            : `node "${node}" has ${count} outputs`
        }`,
      );
    }
    const dtype = library.TF_OperationOutputType(
      outputs([{ operation, index }]),
    );
    return { operation, index, name, dtype };
  }

  /** Frees the session, its variables and its graph. */
  [Symbol.dispose](): void {
    const { library } = this.#runtime;
    const status = this.#status.address;
    library.TF_CloseSession(this.#session, status);
    library.TF_DeleteSession(this.#session, status);
    library.TF_DeleteGraph(this.#graph);
    this.#status[Symbol.dispose]();
  }
}

function checkDtype({ dtype }: TableEntry, input: NodeOutput): void {
  if (dtype === input.dtype) return;
  throw new TypeError(
    `Cannot run a SavedModel: input "${input.name}" must be ${
      dtypeName(input.dtype)
    }: current dtype is ${dtypeName(dtype)}; cast it`,
  );
}
