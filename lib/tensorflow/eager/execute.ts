import { type AttributeSetters, eagerSetters } from "../operations/setters.ts";
import { type Attribute, setAttribute } from "../operations/attributes.ts";
import { dtypeName } from "../ffi/dtypes.ts";
import { cString } from "../ffi/memory.ts";
import { Status, TensorFlowError } from "../ffi/status.ts";
import { checkKernelInputs } from "./input_checks.ts";
import type { Runtime } from "./runtime.ts";
import type {
  TableEntry,
  TensorMetadata,
  TensorTable,
} from "./tensor_table.ts";

/** More than any operation has. */
const MAX_OUTPUTS = 2 ** 16;

/** Runs one operation at a time: `TFE_Execute`. */
export class EagerExecutor {
  readonly #runtime: Runtime;
  readonly #tensors: TensorTable;
  readonly #setters: AttributeSetters;
  readonly #status: Status;
  // Used again and again: new ones would be native memory until collected
  readonly #outputCount = new Int32Array(1);
  #handles = new BigUint64Array(8);

  constructor(runtime: Runtime, tensors: TensorTable) {
    this.#runtime = runtime;
    this.#tensors = tensors;
    this.#setters = eagerSetters(runtime.library);
    this.#status = new Status(runtime.library);
  }

  /**
   * Runs an operation.
   *
   * @param name TensorFlow's name of it, for example `"MatMul"`.
   * @param inputIds Numbers of live tensors, lists flattened.
   * @param outputCount How many outputs it has.
   * @throws {TensorFlowError} if TensorFlow refuses it: the message holds the
   * operation, the inputs' shapes and dtypes, and TensorFlow's own message.
   * @throws {TypeError} if an attribute is missing or of another kind.
   * @throws {RangeError} if the inputs are too few or too many.
   * @throws {Error} if an input is not alive.
   */
  execute(
    name: string,
    attributes: readonly Attribute[],
    inputIds: readonly number[],
    outputCount: number,
  ): TensorMetadata[] {
    const { library, context, operations } = this.#runtime;
    const status = this.#status;
    operations.checkAttributes("run", name, attributes);
    operations.inputLists("run", name, attributes, inputIds.length);
    const inputs = inputIds.map((id) => this.#tensors.get(id));
    const describe = () => `run ${describeCall(name, inputs)}`;
    const read = (index: number) => this.#tensors.read(inputIds[index]);
    checkKernelInputs(name, attributes, inputs, read, describe);
    const op = library.TFE_NewOp(context, cString(name), status.address);
    status.check(describe);
    try {
      for (const attribute of attributes) {
        setAttribute(this.#setters, op, attribute);
      }
      for (const { handle } of inputs) {
        library.TFE_OpAddInput(op, handle, status.address);
        status.check(describe);
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
      return Array.from(
        handles.subarray(0, outputCount),
        (handle) => this.#tensors.adoptOutput(handle),
      );
    } finally {
      library.TFE_DeleteOp(op);
    }
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

/** An operation with its inputs, as messages name it: `MatMul(float[2,3], …)`. */
export function describeCall(
  name: string,
  inputs: readonly Pick<TableEntry, "shape" | "dtype">[],
): string {
  const given = inputs.map(({ shape, dtype }) =>
    `${dtypeName(dtype)}[${shape}]`
  );
  return `${name}(${given.join(", ")})`;
}
