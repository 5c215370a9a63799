import type { Attribute } from "../op_definitions/attributes.ts";
import type { Address } from "../ffi/symbols.ts";
import { Status } from "../ffi/status.ts";
import type { Runtime } from "./runtime.ts";

/** So many operations of one name are kept. */
const MAX_KEPT = 8;

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
  readonly #runtime: Runtime;
  readonly #operations = new Map<string, KeptOperation[]>();
  readonly #status: Status;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
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

  /**
   * Keeps an operation that has run, or deletes it: on a GPU the next inputs may
   * belong elsewhere, and one that oneDNN replaced by its own keeps its inputs.
   */
  keep(
    op: Address,
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Input[],
  ): void {
    if (this.#runtime.gpu || !this.isReusable(op)) {
      return this.#runtime.library.TFE_DeleteOp(op);
    }
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

  /** Whether TensorFlow has taken an operation's inputs away. */
  isReusable(op: Address): boolean {
    const { library } = this.#runtime;
    const status = this.#status.address;
    return library.TFE_OpGetFlatInputCount(op, status) === 0;
  }

  /** Deletes an operation, which may have failed. */
  delete(operation: KeptOperation): void {
    const operations = this.#operations.get(operation.name)!;
    operations.splice(operations.indexOf(operation), 1);
    this.#runtime.library.TFE_DeleteOp(operation.op);
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
