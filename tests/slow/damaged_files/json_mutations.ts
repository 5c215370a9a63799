/** Changes to a JSON text: other values, fields gone, doubled or misnamed. @module */
import fc from "fast-check";

/** One change; places are taken modulo the number of values that there are. */
export interface JsonMutation {
  readonly kind: "replace" | "remove" | "rename" | "double" | "move";
  /** Counts the values of the text, the outermost being the first. */
  readonly at: number;
  /** Where `move` takes its value from. */
  readonly from: number;
  /** Stands in the text as it is, as a value or, for `rename`, a key. */
  readonly text: string;
}

const deep = (open: string, close: string) =>
  open.repeat(50_000) + close.repeat(50_000);

/** Each is met about once in a hundred changes. */
const LARGE = [deep("[", "]"), deep('{"a":', "}"), `"${"x".repeat(1_000_000)}"`]
  .map((text) => fc.constant(text));

const VALUES = [
  ...["null", "true", "[]", "{}", '""', "[[]]", '[0,"a",null]'],
  ...["0", "-0", "1", "-1", "0.5", "1e-400", "1e308", "1e999", "-1e999"],
  ...["255", "65536", "4294967295", "1000000000", "9007199254740993"],
  ...["NaN", "Infinity", "0x10", "undefined", ""],
  ...['"\\u0000\\u001b[2J\\n"', '"\u2028"', '"\\ud800"', '"\\u009b31m"'],
  ...['"../../../etc/passwd"', '"/dev/zero"', '"constructor"', '"NaN"'],
  '{"__proto__":{"polluted":1}}',
];

const KEYS = [
  ...["__proto__", "constructor", "toString", "", "a.b", "kind", "name"],
  ...["\\n\\u001b[31m", "\u2028", "x".repeat(10_000)],
].map((key) => `"${key}"`);

export const jsonMutation: fc.Arbitrary<JsonMutation> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("replace"),
      at: fc.nat(9999),
      from: fc.constant(0),
      text: fc.oneof(
        { weight: 30, arbitrary: fc.constantFrom(...VALUES) },
        { weight: 10, arbitrary: fc.json() },
        { weight: 1, arbitrary: fc.oneof(...LARGE) },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("remove", "rename", "double", "move"),
      at: fc.nat(9999),
      from: fc.nat(9999),
      text: fc.constantFrom(...KEYS),
    }),
  },
);

/** A value of JSON with the text of its keys and of what it does not contain. */
type Tree =
  | { text: string }
  | { items: Tree[] }
  | { fields: { key: string; value: Tree }[] };

/**
 * The text with all changes, one after the other.
 *
 * @param good JSON.
 */
export function mutateJson(
  good: string,
  mutations: readonly JsonMutation[],
): string {
  const root = { items: [treeOf(JSON.parse(good))] };
  for (const mutation of mutations) change(root, mutation);
  return root.items.map(textOf).join("");
}

function change(
  root: { items: Tree[] },
  { kind, at, from, text }: JsonMutation,
) {
  const places = placesIn(root);
  if (places.length === 0) return;
  const place = places[at % places.length];
  const { list, index } = place;
  switch (kind) {
    case "replace":
      return place.put({ text });
    case "remove":
      return void list.splice(index, 1);
    case "double":
      return void list.splice(index, 0, list[index]);
    case "rename": {
      const field = list[index];
      if ("key" in field) list[index] = { ...field, key: text };
      return;
    }
    case "move": {
      // As text, so that nothing is within itself
      const other = places[from % places.length].value;
      return place.put({ text: textOf(other) });
    }
  }
}

interface Place {
  readonly list: (Tree | { key: string; value: Tree })[];
  readonly index: number;
  readonly value: Tree;
  put(value: Tree): void;
}

function placesIn(tree: Tree): Place[] {
  if ("text" in tree) return [];
  if ("items" in tree) {
    const list = tree.items;
    return list.flatMap((value, index) => [
      { list, index, value, put: (other: Tree) => void (list[index] = other) },
      ...placesIn(value),
    ]);
  }
  const list = tree.fields;
  return list.flatMap(({ key, value }, index) => [
    {
      list,
      index,
      value,
      put: (other: Tree) => void (list[index] = { key, value: other }),
    },
    ...placesIn(value),
  ]);
}

function treeOf(value: unknown): Tree {
  if (Array.isArray(value)) return { items: value.map(treeOf) };
  if (typeof value !== "object" || value === null) {
    return { text: JSON.stringify(value) };
  }
  const fields = Object.entries(value)
    .map(([key, each]) => ({ key: JSON.stringify(key), value: treeOf(each) }));
  return { fields };
}

function textOf(tree: Tree): string {
  if ("text" in tree) return tree.text;
  if ("items" in tree) return `[${tree.items.map(textOf).join(",")}]`;
  const fields = tree.fields.map(({ key, value }) => `${key}:${textOf(value)}`);
  return `{${fields.join(",")}}`;
}
