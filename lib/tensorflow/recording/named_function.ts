import type { Runtime } from "../eager/runtime.ts";
import { cString } from "../ffi/memory.ts";
import { encodeMessage } from "../ffi/protobuf.ts";
import { Status } from "../ffi/status.ts";
import type { Graph, SymbolicTensor } from "./graph.ts";

/** CallStrategy a function is recorded. */
export interface RecordingOptions {
  /** Compile the graph with XLA. */
  readonly xla?: boolean;
  /**
   * Let TensorFlow compute convolutions, matrix products and what lies between
   * them in bfloat16, which has float32's range and 8 bits of its precision;
   * variables, arguments and results stay as they are. For processors with
   * instructions for it: others may refuse the call. It pays where channels are
   * multiples of 16. Default false.
   */
  readonly bfloat16?: boolean;
}

/** Handles of tensors. */
export type Handles = BigUint64Array<ArrayBuffer>;

/** `RewriterConfig.Toggle.ON`. */
const ON = 1;

/**
 * A ConfigProto: by its presence alone, TensorFlow's graph optimizer runs over
 * the function (Grappler: fused kernels, folded constants). Within it
 * graph_options (10), rewrite_options (10), and of these
 * auto_mixed_precision_onednn_bfloat16 (31).
 */
function encodeGraphConfig({ bfloat16 }: RecordingOptions) {
  const rewrites = encodeMessage(bfloat16 ? [[31, ON]] : []);
  return encodeMessage([[10, encodeMessage([[10, rewrites]])]]);
}

const configName = cString("config_proto");

/** A graph that TensorFlow has as a function, and the operation that calls it. */
export class NamedFunction implements Disposable {
  readonly name: string;
  /** To be filled in the order of the parameters before a call. */
  readonly inputs: Handles;
  readonly #runtime: Runtime;
  readonly #outputCount: number;
  // Used again at each call: new ones would be native memory until collected
  readonly #config: Uint8Array<ArrayBuffer>;
  readonly #encodedName: Uint8Array<ArrayBuffer>;
  readonly #outputs: Handles[] = [];
  readonly #count = new Int32Array(1);
  readonly #status: Status;

  /** @throws {TensorFlowError} if TensorFlow refuses the graph. */
  constructor(
    runtime: Runtime,
    name: string,
    graph: Graph,
    parameters: readonly SymbolicTensor[],
    outputs: readonly SymbolicTensor[],
    options: RecordingOptions = {},
  ) {
    this.name = name;
    this.inputs = new BigUint64Array(parameters.length);
    this.#runtime = runtime;
    this.#outputCount = outputs.length;
    this.#config = encodeGraphConfig(options);
    this.#encodedName = cString(name);
    this.#status = new Status(runtime.library);
    const attributes = options.xla ? ["_XlaMustCompile"] : [];
    graph.toFunction(name, parameters, outputs, attributes);
  }

  /**
   * Calls the function with its inputs, which may be freed after.
   *
   * @returns The outputs; to be given back to {@linkcode reuse}.
   * @throws {TensorFlowError} if TensorFlow fails.
   */
  execute(): Handles {
    const { library, context } = this.#runtime;
    const { address } = this.#status;
    const outputs = this.#outputs.pop() ??
      new BigUint64Array(this.#outputCount);
    const op = library.TFE_NewOp(context, this.#encodedName, address);
    this.#status.check(() => `call the recorded function "${this.name}"`);
    try {
      library.TFE_OpSetAttrString(
        op,
        configName,
        this.#config,
        BigInt(this.#config.length),
      );
      library.TFE_OpAddInputList(op, this.inputs, this.inputs.length, address);
      this.#count[0] = outputs.length;
      library.TFE_Execute(op, outputs, this.#count, address);
      this.#status.check(() => this.description);
    } finally {
      library.TFE_DeleteOp(op);
    }
    return outputs;
  }

  /** What a call is called in messages. */
  get description(): string {
    return `run the recorded function "${this.name}"`;
  }

  /** Takes back an array of outputs that have been freed or taken over. */
  reuse(outputs: Handles): void {
    this.#outputs.push(outputs);
  }

  /** Removes the function from TensorFlow; calls that have begun go on. */
  [Symbol.dispose](): void {
    const { library, context } = this.#runtime;
    library.TFE_ContextRemoveFunction(
      context,
      this.#encodedName,
      this.#status.address,
    );
    this.#status[Symbol.dispose]();
  }
}
