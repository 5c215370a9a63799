import type { Attribute } from "./attributes.ts";
import { AttrType } from "../ffi/dtypes.ts";
import { bufferBytes, cString } from "../ffi/memory.ts";
import { readMessage } from "../ffi/protobuf.ts";
import { Status } from "../ffi/status.ts";
import type { Address, Symbols } from "../ffi/symbols.ts";

/** The parts of an operation's definition that calls are checked against. */
interface OpDefinition {
  /** For each input: if it is a list, the attribute with its length. */
  readonly lists: readonly (string | undefined)[];
  /** How many inputs are single tensors. */
  readonly singles: number;
  /** The kind of each attribute: `"type"`, `"list(int)"`. */
  readonly kinds: ReadonlyMap<string, string>;
  /** The attributes without a default that inputs don't determine. */
  readonly required: readonly string[];
  readonly outputs: readonly Output[];
}

interface Output {
  readonly name: string;
  /** If it is a list, the attribute with its length. */
  readonly list: string | undefined;
}

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

/** `tensorflow.OpDef`, op_def.proto: input_arg = 2, output_arg = 3, attr = 4. */
function parseDefinition(bytes: Uint8Array): OpDefinition {
  const lists: (string | undefined)[] = [];
  const outputs: Output[] = [];
  const kinds = new Map<string, string>();
  const inferred = new Set<string>();
  const withoutDefault: string[] = [];
  for (const { number, value } of readMessage(bytes)) {
    if (number === 2) {
      // ArgDef: type_attr = 4, number_attr = 5, type_list_attr = 6
      const argument = readTexts(value);
      for (const field of [4, 5, 6]) inferred.add(argument.get(field) ?? "");
      lists.push(argument.get(5) ?? argument.get(6));
    } else if (number === 3) {
      const argument = readTexts(value);
      outputs.push({
        name: argument.get(1)!,
        list: argument.get(5) ?? argument.get(6),
      });
    } else if (number === 4) {
      // AttrDef: name = 1, type = 2, default_value = 3
      const attribute = readTexts(value);
      const name = attribute.get(1)!;
      kinds.set(name, attribute.get(2)!);
      if (!attribute.has(3)) withoutDefault.push(name);
    }
  }
  const required = withoutDefault.filter((name) => !inferred.has(name));
  const singles = lists.filter((list) => list === undefined).length;
  return { lists, singles, kinds, required, outputs };
}

/** A message's text fields by number; byte fields are decoded as text, too. */
function readTexts(message: bigint | Uint8Array): Map<number, string> {
  const decoder = new TextDecoder();
  const texts = new Map<number, string>();
  for (const { number, value } of readMessage(message as Uint8Array)) {
    if (typeof value !== "bigint") texts.set(number, decoder.decode(value));
  }
  return texts;
}

function kindOf({ type, value }: Attribute): string {
  const kind = kindNames.get(type) ?? `type ${type}`;
  const isList = Array.isArray(value) &&
    (type !== AttrType.SHAPE || Array.isArray(value[0]));
  return isList ? `list(${kind})` : kind;
}
