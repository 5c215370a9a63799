import { readMessage } from "../ffi/protobuf.ts";

/** The parts of an operation's definition that calls are checked against. */
export interface OpDefinition {
  /** For each input: if it is a list, the attribute with its length. */
  readonly lists: readonly (string | undefined)[];
  /** For each input: its dtype, if it is always the same. */
  readonly inputTypes: readonly (number | undefined)[];
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

/** `tensorflow.OpDef`, op_def.proto: input_arg = 2, output_arg = 3, attr = 4. */
export function parseDefinition(bytes: Uint8Array): OpDefinition {
  const lists: (string | undefined)[] = [];
  const outputs: Output[] = [];
  const inputTypes: (number | undefined)[] = [];
  const kinds = new Map<string, string>();
  const inferred = new Set<string>();
  const withoutDefault: string[] = [];
  for (const { number, value } of readMessage(bytes)) {
    if (number === 2) {
      // ArgDef: type_attr = 4, number_attr = 5, type_list_attr = 6
      const argument = readTexts(value);
      for (const field of [4, 5, 6]) inferred.add(argument.get(field) ?? "");
      lists.push(argument.get(5) ?? argument.get(6));
      inputTypes.push(fixedType(value));
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
  return { lists, inputTypes, singles, kinds, required, outputs };
}

/** `tensorflow.OpDef.ArgDef`: type = 3. */
function fixedType(message: bigint | Uint8Array): number | undefined {
  for (const { number, value } of readMessage(message as Uint8Array)) {
    if (number === 3 && typeof value === "bigint") return Number(value);
  }
  return undefined;
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
