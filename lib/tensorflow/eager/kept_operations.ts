import type { Attribute } from "../op_definitions/attributes.ts";
import { AttrType } from "../ffi/dtypes.ts";
import type { Address, Symbols } from "../ffi/symbols.ts";
import { Status } from "../ffi/status.ts";
import type { Runtime } from "./runtime.ts";

/** So many operations of one name are kept. */
const MAX_KEPT = 8;

/** Operations that oneDNN replaces by ones of its own. */
export const replacedByOneDnn: readonly string[] = ["BatchMatMulV2", "MatMul"];

/** The attribute by which TensorFlow finds the kernels of oneDNN's operations. */
export const ownKernel: Attribute = {
  name: "_kernel",
  type: AttrType.STRING,
  value: "MklNameChangeOp",
};

/** The part of an input by which operations are told apart. */
interface Input {
  readonly dtype: number;
}

/** An operation of TensorFlow's with its attributes and no inputs. */
export interface KeptOperation {
  /** `TFE_Op*`. */
  readonly op: Address;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly dtypes: readonly number[];
}

/**
 * Operations that have run, to be run again with other inputs: TensorFlow takes
 * the inputs of an operation away when it has run, and leaves its attributes.
 */
export class KeptOperations {
  readonly #library: Symbols;
  readonly #isOnProcessor: boolean;
  readonly #operations = new Map<string, KeptOperation[]>();
  readonly #status: Status;

  constructor(runtime: Runtime) {
    this.#library = runtime.library;
    this.#isOnProcessor = runtime.gpu === undefined;
    this.#status = new Status(runtime.library);
  }

  /** The operation with these attributes, for inputs of these dtypes. */
  find(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Input[],
  ): KeptOperation | undefined {
    const operations = this.#operations.get(name);
    if (!operations) return undefined;
    for (const one of operations) {
      if (hasDtypes(one, inputs) && hasAttributes(one, attributes)) return one;
    }
  }

  /** Keeps an operation for other inputs of the same dtypes. */
  add(
    op: Address,
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Input[],
  ): void {
    const operations = this.#operations.get(name) ?? [];
    this.#operations.set(name, operations);
    operations.unshift({
      op,
      name,
      attributes: structuredClone(attributes),
      dtypes: inputs.map(({ dtype }) => dtype),
    });
    if (operations.length > MAX_KEPT) this.delete(operations.at(-1)!);
  }

  /**
   * Whether an operation that has run may run again: not on a GPU, where the next
   * inputs may belong elsewhere, nor if it was replaced and has its inputs still.
   */
  isReusable(op: Address): boolean {
    if (!this.#isOnProcessor) return false;
    const status = this.#status.address;
    return this.#library.TFE_OpGetFlatInputCount(op, status) === 0;
  }

  /** Deletes an operation, which may have failed. */
  delete(operation: KeptOperation): void {
    const operations = this.#operations.get(operation.name)!;
    operations.splice(operations.indexOf(operation), 1);
    this.#library.TFE_DeleteOp(operation.op);
  }
}

function hasDtypes({ dtypes }: KeptOperation, inputs: readonly Input[]) {
  if (dtypes.length !== inputs.length) return false;
  for (let index = 0; index < dtypes.length; index++) {
    if (dtypes[index] !== inputs[index].dtype) return false;
  }
  return true;
}

function hasAttributes(
  { attributes: own }: KeptOperation,
  attributes: readonly Attribute[],
): boolean {
  if (own.length !== attributes.length) return false;
  for (let index = 0; index < own.length; index++) {
    const [a, b] = [own[index], attributes[index]];
    const isSame = a.name === b.name && a.type === b.type &&
      isSameValue(a.value, b.value);
    if (!isSame) return false;
  }
  return true;
}

function isSameValue(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a)) return Object.is(a, b);
  if (!Array.isArray(b) || a.length !== b.length) return false;
  return a.every((one, index) => isSameValue(one, b[index]));
}
