import { assert, assertEquals, assertThrows } from "@std/assert";
import * as v from "valibot";
import {
  boolean,
  checkJson,
  fieldMust,
  type Fields,
  fraction,
  kinds,
  levels,
  list,
  looseObject,
  mapOf,
  number,
  object,
  parseJson,
  positive,
  type Schema,
  strictObject,
  text,
  whole,
} from "../../lib/files/json.ts";

class ReadError extends Error {}
const fail = (fault: string) => new ReadError(`Cannot read: ${fault}`);

interface Range {
  readonly from: number;
  readonly to?: number;
}

const range = strictObject<Fields<Range>>({
  from: number(),
  to: v.optional(number(0, 9)),
});
const shape: Schema = kinds({
  circle: strictObject({ kind: v.literal("circle"), radius: positive }),
  square: strictObject({ kind: v.literal("square"), side: whole(1, 9) }),
});

Deno.test("checkJson() names the place, the requirement and the current value", () => {
  const keys = { pattern: /^[a-z]+$/, example: "peak" };
  const cases: [schema: Schema, value: unknown, fault: string][] = [
    [positive, 0, "it must be a number above 0: current value is 0"],
    [positive, "1", 'a number above 0: current value is "1"'],
    [number(), Infinity, "it must be a number: current value is Infinity"],
    [number(1), 0, "a number of at least 1: current value is 0"],
    [number(1, 2), 3, "a number from 1 to 2: current value is 3"],
    [fraction, 1, "a number from 0 to less than 1: current value is 1"],
    [whole(1, 5), 1.5, "a whole number from 1 to 5: current value is 1.5"],
    [whole(0), 2 ** 53, "a whole number from 0 to 9007199254740991"],
    [boolean, null, "true or false: current value is null"],
    [text(1, 200), "", "a line of text of 1 to 200 characters: "],
    [text(), "a\nb", "text of at most 4096 characters: current value is"],
    [text(), "a".repeat(4097), `current value is "${"a".repeat(80)}"`],
    [v.picklist(["a", "b"]), "c", 'must be "a" or "b": current value is "c"'],
    [list(positive), {}, "it must be a list: current value is an object"],
    [
      list(positive, 1),
      [],
      "a list of at least 1: current value is a list of 0",
    ],
    [list(positive, 1, 2), [1, 2, 3], "a list of 1 to 2: "],
    [list(positive, 2, 2), [1], "a list of 2: current value is a list of 1"],
    [list(list(positive)), [[1], [1, 0]], "[1][1] must be a number above 0: "],
    [range, [], "it must be an object: current value is a list of 0"],
    [range, {}, "from must be a number: it is missing"],
    [range, { form: 1 }, "form is not known: it must be one of from, to"],
    [range, JSON.parse('{ "__proto__": {} }'), "__proto__ is not known"],
    [range, { from: 1, constructor: 1 }, "constructor is not known"],
    [range, { from: 1, to: 10 }, "to must be a number from 0 to 9: "],
    [object({ a: object({ b: range }) }), { a: {} }, "a.b must be an object: "],
    [shape, 1, "it must be an object: current value is 1"],
    [shape, {}, 'kind must be "circle" or "square": it is missing'],
    [shape, { kind: "constructor" }, 'kind must be "circle" or "square": '],
    [shape, { kind: ["circle"], radius: 1 }, 'kind must be "circle": '],
    [
      shape,
      { kind: "circle", side: 1 },
      "side is not known: it must be one of kind",
    ],
    [mapOf(positive, keys), { a: 0 }, "a must be a number above 0"],
    [mapOf(positive, keys), { A: 1 }, 'A must be a key such as "peak"'],
    [mapOf(positive, keys), { constructor: 1 }, "constructor must be a key"],
    [mapOf(positive, keys), [], "it must be an object"],
    [
      levels(2),
      [[[]]],
      "a value of at most 2 levels: current value is a list of 1",
    ],
  ];
  for (const [schema, value, fault] of cases) {
    const error = assertThrows(() => checkJson(value, schema, fail), ReadError);
    assert((error as Error).message.includes(fault), `${error}, not ${fault}`);
  }
});

Deno.test("checkJson() says what a user wrote in one line", () => {
  const { message } = assertThrows(
    () => checkJson({ ["a\n\u009b".repeat(999)]: 1 }, range, fail),
    ReadError,
  ) as Error;
  assert(!/\p{Cc}/u.test(message) && message.length < 330, message);
});

Deno.test("fieldMust() checks one field against another", () => {
  const ordered = v.pipe(
    object({ from: number(), to: number() }),
    fieldMust("to", ({ from, to }) => to > from ? undefined : "above from"),
  );
  assertEquals(checkJson({ from: 1, to: 2 }, ordered, fail), {
    from: 1,
    to: 2,
  });
  assertThrows(
    () => checkJson({ a: { from: 1, to: 1 } }, object({ a: ordered }), fail),
    ReadError,
    "Cannot read: a.to must be above from: current value is 1",
  );
});

Deno.test("object() leaves unknown fields out, looseObject() keeps them", () => {
  const json = '{ "a": 1, "b": 2, "__proto__": { "polluted": 1 } }';
  assertEquals(parseJson(json, object({ a: positive }), fail), { a: 1 });
  const loose = parseJson(json, looseObject({ a: positive }), fail);
  assertEquals<object>(loose, { a: 1, b: 2 });
  assertEquals(Object.getPrototypeOf(loose), Object.prototype);
  assertEquals(({} as Record<string, unknown>).polluted, undefined);
});

Deno.test("object() passes over what Object.prototype has", () => {
  assertThrows(
    () => parseJson("{}", object({ toString: positive }), fail),
    ReadError,
    "toString must be a number above 0",
  );
});

Deno.test("parseJson() reads UTF-8 and refuses what is no JSON", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  assertEquals(parseJson(bytes('"ü"'), text(), fail), "ü");
  for (const json of ["", "{", Uint8Array.of(0x22, 0xff, 0x22)]) {
    assertThrows(
      () => parseJson(json, text(), fail),
      ReadError,
      "Cannot read: it must be JSON in UTF-8: ",
    );
  }
});

Deno.test("parseJson() refuses what is nested too deeply", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  parseJson(nested(100), v.unknown(), fail);
  for (const depth of [102, 100_000]) {
    assertThrows(
      () => parseJson(nested(depth), v.unknown(), fail),
      ReadError,
      "it must be a value of at most 100 levels",
    );
  }
});
