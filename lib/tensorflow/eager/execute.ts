import {
  type AttributeSetters,
  eagerSetters,
} from "../op_definitions/setters.ts";
import { type Attribute, setAttribute } from "../op_definitions/attributes.ts";
import { cString } from "../ffi/memory.ts";
import { Status, TensorFlowError } from "../ffi/status.ts";
import type { Address } from "../ffi/symbols.ts";
import { describeCall } from "./describe_call.ts";
import { checkInputs } from "./input_checks.ts";
import {
  KeptOperations,
  ownKernel,
  replacedByOneDnn,
} from "./kept_operations.ts";
import type { Runtime } from "./runtime.ts";
import type {
  TableEntry,
  TensorMetadata,
  TensorTable,
} from "./tensor_table.ts";

/** No operation has more outputs. */
const MAX_OUTPUTS = 2 ** 16;

/** Runs eager operations: `TFE_Execute`. */
export class EagerExecutor {
  readonly #runtime: Runtime;
  readonly #tensors: TensorTable;
  readonly #setters: AttributeSetters;
  readonly #status: Status;
  readonly #kept: KeptOperations;
  readonly #replaced = new Set(replacedByOneDnn);
  // Reused by each operation: new arrays would hold native memory until they
  // are collected as garbage
  readonly #outputCount = new Int32Array(1);
  #handles = new BigUint64Array(8);

  constructor(runtime: Runtime, tensors: TensorTable) {
    this.#runtime = runtime;
    this.#tensors = tensors;
    this.#setters = eagerSetters(runtime.library);
    this.#status = new Status(runtime.library);
    this.#kept = new KeptOperations(runtime);
  }

  /**
   * Runs an operation.
   *
   * @param name TensorFlow's name for it: `"MatMul"`.
   * @param inputIds The numbers of the input tensors, with lists flattened.
   * @param outputCount The number of outputs.
   * @throws {TensorFlowError} if TensorFlow fails. The message has the
   * operation, the inputs' shapes and dtypes, and TensorFlow's own message.
   * @throws {TypeError} if an attribute is missing or of the wrong kind.
   * @throws {RangeError} if there are too few or too many inputs.
   * @throws {Error} if an input is not alive.
   */
  execute(
    name: string,
    attributes: readonly Attribute[],
    inputIds: readonly number[],
    outputCount: number,
  ): TensorMetadata[] {
    const inputs = inputIds.map((id) => this.#tensors.get(id));
    const describe = () => `run ${describeCall(name, inputs)}`;
    const read = (index: number) => this.#tensors.read(inputIds[index]);
    // A kept operation runs at once: a queue's is another
    const { isQueueing } = this.#runtime;
    const kept = isQueueing
      ? undefined
      : this.#kept.find(name, attributes, inputs);
    if (!kept) {
      const { operations } = this.#runtime;
      operations.checkAttributes("run", name, attributes);
      operations.inputLists("run", name, attributes, inputIds.length);
    }
    checkInputs(name, attributes, inputs, read, describe);
    const op = kept?.op ?? this.#newOperation(name, describe);
    try {
      const wanted = kept ? [] : attributes;
      const outputs = this.#run(op, wanted, inputs, outputCount, describe);
      if (isQueueing) this.#runtime.library.TFE_DeleteOp(op);
      else if (!kept) this.#keep(op, name, attributes, inputs, describe);
      else if (!this.#kept.isReusable(op)) this.#kept.delete(kept);
      return outputs;
    } catch (error) {
      if (kept) this.#kept.delete(kept);
      else this.#runtime.library.TFE_DeleteOp(op);
      throw error;
    }
  }

  #newOperation(name: string, describe: () => string): Address {
    const { library, context } = this.#runtime;
    const status = this.#status;
    const op = library.TFE_NewOp(context, cString(name), status.address);
    status.check(describe);
    return op;
  }

  /** Keeps an operation that has run, or deletes it. */
  #keep(
    op: Address,
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly TableEntry[],
    describe: () => string,
  ): void {
    if (this.#kept.isReusable(op)) {
      return this.#kept.add(op, name, attributes, inputs);
    }
    this.#runtime.library.TFE_DeleteOp(op);
    if (!this.#replaced.has(name)) return;
    const own = this.#ownOfOneDnn(name, attributes, inputs, describe);
    if (own) this.#kept.add(own, name, attributes, inputs);
    else this.#replaced.delete(name);
  }

  /**
   * The operation of oneDNN's by which TensorFlow replaces another at each call,
   * if it runs, as it does in TensorFlow 2.21.
   */
  #ownOfOneDnn(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly TableEntry[],
    describe: () => string,
  ): Address | undefined {
    let op: Address | undefined;
    try {
      op = this.#newOperation(`_Mkl${name}`, describe);
      const all = [...attributes, ownKernel];
      const [{ id }] = this.#run(op, all, inputs, 1, describe);
      this.#tensors.delete(id);
      if (this.#kept.isReusable(op)) return op;
    } catch { // Another version: the operation itself has run
    }
    if (op !== undefined) this.#runtime.library.TFE_DeleteOp(op);
  }

  #run(
    op: Address,
    attributes: readonly Attribute[],
    inputs: readonly TableEntry[],
    outputCount: number,
    describe: () => string,
  ): TensorMetadata[] {
    const { library } = this.#runtime;
    const status = this.#status;
    for (const { handle } of inputs) {
      library.TFE_OpAddInput(op, handle, status.address);
      status.check(describe);
    }
    // After the inputs, whose dtypes come before those of attributes
    for (const attribute of attributes) {
      setAttribute(this.#setters, op, attribute);
    }
    const handles = this.#handlesFor(outputCount);
    this.#outputCount[0] = outputCount;
    library.TFE_Execute(op, handles, this.#outputCount, status.address);
    status.check(describe);
    if (this.#outputCount[0] !== outputCount) {
      handles.subarray(0, this.#outputCount[0])
        .forEach((handle) => library.TFE_DeleteTensorHandle(handle));
      throw new TensorFlowError(
        `Cannot ${describe()}: it must return ${outputCount} tensors: it returned ${
          this.#outputCount[0]
        }`,
        "INVALID_ARGUMENT",
      );
    }
    const outputs: TensorMetadata[] = [];
    for (let index = 0; index < outputCount; index++) {
      outputs.push(this.#tensors.adoptOutput(handles[index]));
    }
    return outputs;
  }

  #handlesFor(outputCount: number): BigUint64Array<ArrayBuffer> {
    const valid = Number.isInteger(outputCount) && outputCount >= 0 &&
      outputCount <= MAX_OUTPUTS;
    if (!valid) {
      throw new RangeError(
        `Cannot run an operation: its outputs must be a whole number from 0 to ${MAX_OUTPUTS}: current value is ${outputCount}`,
      );
    }
    if (this.#handles.length < outputCount) {
      this.#handles = new BigUint64Array(outputCount);
    }
    return this.#handles;
  }
}
