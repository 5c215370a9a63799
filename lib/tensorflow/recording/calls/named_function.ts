import type { Runtime } from "../../eager/runtime.ts";
import { cString } from "../../ffi/memory.ts";
import { Status } from "../../ffi/status.ts";
import type { Graph } from "../graph/graph.ts";
import type { SymbolicTensor } from "../graph/symbolic_tensor.ts";
import { encodeGraphConfig } from "./grappler.ts";
import type { NamedFunctionOptions } from "./options.ts";

/** `TFE_TensorHandle*[]`. */
export type Handles = BigUint64Array<ArrayBuffer>;

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
    this.#config = encodeGraphConfig(options, graph);
    this.#encodedName = cString(name);
    this.#status = new Status(runtime.library);
    const attributes = options.xla ? ["_XlaMustCompile"] : [];
    graph.toFunction({ name, parameters, results: outputs, attributes });
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
