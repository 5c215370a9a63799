import type { Attribute } from "./attributes.ts";
import { AttrType } from "../ffi/dtypes.ts";
import { bufferBytes, cString } from "../ffi/memory.ts";
import { Status } from "../ffi/status.ts";
import type { Address, Symbols } from "../ffi/symbols.ts";
import { type OpDefinition, parseDefinition } from "./parse.ts";

/** The names of {@link AttrType} in operation definitions. */
const kindNames = new Map<number, string>([
  [AttrType.STRING, "string"],
  [AttrType.INT, "int"],
  [AttrType.FLOAT, "float"],
  [AttrType.BOOL, "bool"],
  [AttrType.TYPE, "type"],
  [AttrType.SHAPE, "shape"],
]);

/**
 * Checks calls against TensorFlow's own definitions of its operations. Without
 * that, an eager operation that lacks an attribute or has too many inputs would
 * end the process.
 */
export class OpDefinitions {
  readonly #library: Symbols;
  readonly #definitions = new Map<string, OpDefinition>();
  /** An empty graph: the C API needs one to look a definition up. */
  #graph: Address | undefined;

  constructor(library: Symbols) {
    this.#library = library;
  }

  /**
   * Checks that no attribute is missing or of the wrong kind.
   *
   * @param action `"run"` or `"record"`, for messages.
   * @throws {TensorFlowError} if TensorFlow has no such operation.
   * @throws {TypeError} if an attribute is missing or of the wrong kind.
   */
  checkAttributes(
    action: string,
    name: string,
    attributes: readonly Attribute[],
  ): void {
    const { kinds, required } = this.#get(action, name);
    for (const attribute of attributes) {
      const kind = kinds.get(attribute.name);
      if (kind === undefined || kind === kindOf(attribute)) continue;
      throw new TypeError(
        `Cannot ${action} ${name}: attribute "${attribute.name}" must be of kind ${kind}: current kind is ${
          kindOf(attribute)
        }`,
      );
    }
    const missing = required.find((one) =>
      !attributes.some((given) => given.name === one)
    );
    if (missing === undefined) return;
    throw new TypeError(
      `Cannot ${action} ${name}: attribute "${missing}" must be given, of kind ${
        kinds.get(missing)
      }`,
    );
  }

  /**
   * Groups an operation's inputs: the length of each list, `undefined` for a
   * single tensor. TensorFlow.js passes all inputs in one row, but a graph
   * needs lists (of Concat, Pack, AddN, Einsum…) as lists.
   *
   * @param action `"run"` or `"record"`, for messages.
   * @param given The number of inputs.
   * @throws {TensorFlowError} if TensorFlow has no such operation.
   * @throws {RangeError} if there are too few or too many inputs.
   */
  inputLists(
    action: string,
    name: string,
    attributes: readonly Attribute[],
    given: number,
  ): (number | undefined)[] {
    const { lists, singles } = this.#get(action, name);
    if (singles === lists.length && singles === given) {
      return lists.map(() => undefined);
    }
    const onlyList = lists.length - singles === 1;
    const lengths = lists.map((attribute) => {
      if (attribute === undefined) return undefined;
      const value = attributes.find((one) => one.name === attribute)?.value;
      if (Array.isArray(value)) return value.length;
      // The only list may omit its length: it gets what the single tensors
      // leave
      if (value === undefined) return onlyList ? given - singles : 0;
      return value as number;
    });
    const whole = lengths.every((length = 0) =>
      Number.isInteger(length) && length >= 0
    );
    const needed = lengths.reduce<number>((sum, one = 1) => sum + one, 0);
    if (whole && needed === given) return lengths;
    throw new RangeError(
      `Cannot ${action} ${name}: it must have ${
        whole ? `${needed} inputs` : `lists of 0 inputs or more`
      }: current count is ${given}`,
    );
  }

  /** Whether TensorFlow has an operation of this name. */
  has(name: string): boolean {
    try {
      return this.#get("run", name) !== undefined;
    } catch {
      return false;
    }
  }

  /**
   * The kind of each attribute: `"type"`, `"list(int)"`.
   *
   * @throws {TensorFlowError} if TensorFlow has no such operation.
   */
  attributeKinds(name: string): ReadonlyMap<string, string> {
    return this.#get("run", name).kinds;
  }

  /**
   * The dtype of each input that always has the same, undefined for others.
   *
   * @throws {TensorFlowError} if TensorFlow has no such operation.
   */
  inputTypes(name: string): readonly (number | undefined)[] {
    return this.#get("run", name).inputTypes;
  }

  /**
   * The number of an operation's outputs, or of those before the one named
   * `until`.
   *
   * @throws {TensorFlowError} if TensorFlow has no such operation.
   */
  outputCount(
    name: string,
    attributes: readonly Attribute[],
    until?: string,
  ): number {
    const { outputs } = this.#get("run", name);
    const end = outputs.findIndex((output) => output.name === until);
    const counted = end < 0 ? outputs : outputs.slice(0, end);
    return counted.reduce((sum, { list }) => {
      if (list === undefined) return sum + 1;
      const value = attributes.find((one) => one.name === list)?.value;
      return sum + (Array.isArray(value) ? value.length : value as number);
    }, 0);
  }

  #get(action: string, name: string): OpDefinition {
    let definition = this.#definitions.get(name);
    if (!definition) {
      definition = this.#read(action, name);
      this.#definitions.set(name, definition);
    }
    return definition;
  }

  #read(action: string, name: string): OpDefinition {
    const library = this.#library;
    this.#graph ??= library.TF_NewGraph();
    using status = new Status(library);
    const buffer = library.TF_NewBuffer();
    try {
      library.TF_GraphGetOpDef(
        this.#graph,
        cString(name),
        buffer,
        status.address,
      );
      status.check(() => `${action} ${name}`);
      return parseDefinition(bufferBytes(library, buffer));
    } finally {
      library.TF_DeleteBuffer(buffer);
    }
  }
}

function kindOf({ type, value }: Attribute): string {
  const kind = kindNames.get(type) ?? `type ${type}`;
  const isList = Array.isArray(value) &&
    (type !== AttrType.SHAPE || Array.isArray(value[0]));
  return isList ? `list(${kind})` : kind;
}
