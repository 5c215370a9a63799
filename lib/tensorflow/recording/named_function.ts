import type { Runtime } from "../eager/runtime.ts";
import { cString } from "../ffi/memory.ts";
import { encodeMessage, type Field } from "../ffi/protobuf.ts";
import { Status } from "../ffi/status.ts";
import type { Graph, SymbolicTensor } from "./graph/graph.ts";

/** How TensorFlow runs a recorded function. */
export interface RecordingOptions {
  /** Compiles the graph with XLA. Default false. */
  readonly xla?: boolean;
  /**
   * Lets TensorFlow compute convolutions, matrix products and the operations
   * between them in bfloat16, which has float32's range and 8 bits of
   * precision. Variables, arguments and results stay float32. It pays off where
   * channels are multiples of 16, and needs a processor with bfloat16
   * instructions; others are refused. "emulated" computes on those too, about
   * 12 times slower than in float32. Default false.
   */
  readonly bfloat16?: boolean | "emulated";
}

/** How a function is registered. */
export interface NamedFunctionOptions extends RecordingOptions {
  /**
   * Whether a line says so if it was never disposed, but collected as garbage.
   * Default true.
   */
  readonly warnsIfAbandoned?: boolean;
  /** Names it in a message; by default the function's name. */
  readonly label?: string;
}

/** `TFE_TensorHandle*[]`. */
export type Handles = BigUint64Array<ArrayBuffer>;

/** `RewriterConfig.Toggle`. */
const ON = 1;
const OFF = 2;

/**
 * Above so many nodes TensorFlow's graph optimizer is left out: its time grows
 * faster than the graph. A GRU of 60 time steps has 9,474 nodes: without the
 * optimizer its first step took half as long, and the later ones the same.
 */
const MAX_OPTIMIZED_NODES = 6000;

/** Above so many nodes, the first call takes several seconds. */
const MANY_NODES = 8000;

/** Says so on stderr if a recording's first call will be long. */
export function sayIfLong(label: string, nodeCount: number): void {
  if (nodeCount <= MANY_NODES) return;
  console.warn(
    `Recorded ${label}: ${
      nodeCount.toLocaleString("en")
    } operations, so its first call takes several seconds; later calls are fast`,
  );
}

/**
 * A ConfigProto. Its presence alone makes TensorFlow's graph optimizer,
 * Grappler, run over the function: it fuses operations and folds constants. The
 * fields are graph_options (10) and in it rewrite_options (10).
 */
function encodeGraphConfig(options: NamedFunctionOptions, graph: Graph) {
  const rewrites = encodeMessage(rewriteOptions(options, graph));
  return encodeMessage([[10, encodeMessage([[10, rewrites]])]]);
}

/** The fields of a RewriterConfig that differ from its defaults. */
function rewriteOptions(
  { bfloat16 }: NamedFunctionOptions,
  { nodeCount, normalizes }: Graph,
): Field[] {
  // auto_mixed_precision_onednn_bfloat16
  if (bfloat16) return [[31, ON]];
  // disable_meta_optimizer
  if (nodeCount > MAX_OPTIMIZED_NODES) return [[19, 1]];
  // remapping. It would make one operation of a convolution and the normalization
  // behind it, which takes 20 times as long for a batch of 1 with AVX2 alone, and
  // twice as long with AVX-512
  return normalizes ? [[14, OFF]] : [];
}

const configName = cString("config_proto");

let warned = false;

/** Frees functions that nobody disposed: a backstop, since it may be late. */
const abandoned = new FinalizationRegistry<
  { readonly remove: () => void; readonly warns: boolean }
>(({ remove, warns }) => {
  remove();
  if (warned || !warns) return;
  warned = true;
  console.warn(
    "compile(): a compiled function was left without being disposed; its recordings are freed, but only when JavaScript collects its garbage; call its dispose(), or declare it by `using`",
  );
});

/** A graph registered with TensorFlow as a function with a name. */
export class NamedFunction implements Disposable {
  readonly name: string;
  /** The inputs of the next call, in the order of the parameters. */
  readonly inputs: Handles;
  readonly #runtime: Runtime;
  readonly #outputCount: number;
  // Reused by each call: new arrays would hold native memory until they are
  // collected as garbage
  readonly #config: Uint8Array<ArrayBuffer> | undefined;
  readonly #encodedName: Uint8Array<ArrayBuffer>;
  readonly #outputs: Handles[] = [];
  readonly #count = new Int32Array(1);
  readonly #status: Status;
  readonly #remove: () => void;

  /** @throws {TensorFlowError} if TensorFlow refuses the graph. */
  constructor(
    runtime: Runtime,
    name: string,
    graph: Graph,
    parameters: readonly SymbolicTensor[],
    outputs: readonly SymbolicTensor[],
    options: NamedFunctionOptions = {},
  ) {
    this.name = name;
    this.inputs = new BigUint64Array(parameters.length);
    this.#runtime = runtime;
    this.#outputCount = outputs.length;
    // Grappler divides by the size of an empty tensor, which ends the process
    this.#config = graph.computesWithEmpty
      ? undefined
      : encodeGraphConfig(options, graph);
    this.#encodedName = cString(name);
    this.#status = new Status(runtime.library);
    const attributes = options.xla ? ["_XlaMustCompile"] : [];
    graph.toFunction(name, parameters, outputs, attributes);
    this.#remove = removal(runtime, this.#encodedName, this.#status);
    const warns = options.warnsIfAbandoned ?? true;
    abandoned.register(this, { remove: this.#remove, warns }, this);
  }

  /**
   * Calls the function with {@linkcode inputs}, which may be freed afterwards.
   *
   * @returns The outputs; hand the array back to {@linkcode reuse} later.
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
      if (this.#config) {
        library.TFE_OpSetAttrString(
          op,
          configName,
          this.#config,
          BigInt(this.#config.length),
        );
      }
      library.TFE_OpAddInputList(op, this.inputs, this.inputs.length, address);
      this.#count[0] = outputs.length;
      library.TFE_Execute(op, outputs, this.#count, address);
      this.#status.check(() => this.description);
    } finally {
      library.TFE_DeleteOp(op);
    }
    return outputs;
  }

  /** Names a call in messages. */
  get description(): string {
    return `run the recorded function "${this.name}"`;
  }

  /** Takes back an array whose handles were freed or adopted. */
  reuse(outputs: Handles): void {
    this.#outputs.push(outputs);
  }

  /** Removes the function from TensorFlow; calls in its queue still run. */
  [Symbol.dispose](): void {
    abandoned.unregister(this);
    this.#remove();
  }
}

/** Removes a function; it must not refer to its `NamedFunction`. */
function removal(
  { library, context }: Runtime,
  encodedName: Uint8Array<ArrayBuffer>,
  status: Status,
): () => void {
  return () => {
    library.TFE_ContextRemoveFunction(context, encodedName, status.address);
    status[Symbol.dispose]();
  };
}
