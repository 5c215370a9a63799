import { assert, assertStringIncludes, assertThrows } from "@std/assert";
import * as v from "valibot";
import {
  checkJson,
  finite,
  integer,
  jsonObject,
  line,
} from "../../lib/files/json.ts";

const range = v.strictObject({
  from: finite,
  to: v.optional(v.pipe(finite, v.minValue(0), v.maxValue(9))),
});
const side = v.pipe(integer, v.minValue(1));
const shape = v.variant("kind", [
  v.strictObject({ kind: v.literal("circle"), radius: finite }),
  v.strictObject({ kind: v.literal("square"), side }),
]);
const settings = v.object({
  shapes: v.array(v.optional(v.pipe(v.unknown(), shape))),
  vary: v.record(
    v.pipe(v.string(), v.regex(/^[a-z]+$/, "must be a path such as peak")),
    v.lazy((input) => Array.isArray(input) ? v.array(finite) : range),
  ),
});
const ordered = v.pipe(
  v.object({ low: finite, high: finite }),
  v.forward(v.check(({ low, high }) => high > low, "must be above low"), [
    "high",
  ]),
);

Deno.test("faultOf() names the place, the requirement and the current value", () => {
  const cases: [schema: v.GenericSchema, value: unknown, fault: string][] = [
    [finite, "1", 'it must be a number: current value is "1"'],
    [finite, Infinity, "it must be finite: current value is Infinity"],
    [integer, "1", 'it must be an integer: current value is "1"'],
    [integer, 1.5, "it must be an integer: current value is 1.5"],
    [integer, 2 ** 53, "it must be an integer: current value is 9007199254740"],
    [v.pipe(finite, v.gtValue(0)), -1, "must be greater than 0: current value"],
    [v.pipe(finite, v.ltValue(1)), 1, "must be less than 1: current value is"],
    [range, { from: 1, to: -1 }, "to must be at least 0: current value is -1"],
    [range, { from: 1, to: 10 }, "to must be at most 9: current value is 10"],
    [v.boolean(), null, "must be true or false: current value is null"],
    [v.picklist(["a", "b"]), "c", 'must be "a" or "b": current value is "c"'],
    [v.never(), [], "must be left out: current value is a list of 0"],
    [v.string(), 1, "it must be a text: current value is 1"],
    [line, 1, "it must be a line of text: current value is 1"],
    [line, "a\u2028b", "it must be a line of text: current value is"],
    [
      line,
      "a".repeat(4097),
      `it must have a length of at most 4096: current value is "${
        "a".repeat(80)
      }"`,
    ],
    [v.array(finite), {}, "it must be a list: current value is an object"],
    [v.array(v.array(finite)), [[1], [1, "a"]], "[1][1] must be a number: "],
    [
      v.pipe(v.array(finite), v.minLength(1)),
      [],
      "it must have a length of at least 1: current value is a list of 0",
    ],
    [v.strictTuple([finite]), [1, 2], "[1] must be left out: current value is"],
    [v.strictTuple([finite]), [], "[0] must be a number: it is missing"],
    [jsonObject, [], "it must be an object: current value is a list of 0"],
    [v.object({ a: ordered }), { a: { low: 2, high: 1 } }, "a.high must be ab"],
  ];
  for (const [schema, value, fault] of cases) assertFault(schema, value, fault);
});

Deno.test("faultOf() says of an object which key is missing or not known", () => {
  const cases: [schema: v.GenericSchema, value: unknown, fault: string][] = [
    [range, 1, "it must be an object: current value is 1"],
    [range, [], "it must be an object: current value is a list of 0"],
    [range, {}, "from must be a number: it is missing"],
    [
      v.looseObject({ a: v.looseObject({ b: range }) }),
      { a: {} },
      "a.b must be an object: it is missing",
    ],
    // Rather than that "from" is missing
    [range, { form: 1 }, "form is not known: it must be one of from, to"],
    [range, { from: 1, too: 2 }, "too is not known: it must be one of from"],
    [range, JSON.parse('{ "__proto__": {} }'), "__proto__ is not known"],
    [range, { from: 1, constructor: 1 }, "constructor is not known"],
    [shape, 1, "it must be an object: current value is 1"],
    [shape, [], "it must be an object: current value is a list of 0"],
    [shape, {}, 'kind must be "circle" or "square": it is missing'],
    [shape, { kind: "constructor" }, 'kind must be "circle" or "square": curr'],
    [shape, { kind: ["circle"] }, 'kind must be "circle" or "square": curr'],
    [shape, { kind: "square" }, "side must be an integer: it is missing"],
    [
      settings,
      { shapes: [{ kind: "square", sides: 1 }] },
      "shapes[0].sides is not known: it must be one of kind, side",
    ],
    [
      settings,
      { shapes: [], vary: { peak: { too: 1 } } },
      "vary.peak.too is not known: it must be one of from, to",
    ],
    [
      settings,
      { shapes: [], vary: { PEAK: [] } },
      "vary.PEAK is not known: it must be a path such as peak",
    ],
  ];
  for (const [schema, value, fault] of cases) assertFault(schema, value, fault);
});

Deno.test("faultOf() is one short line, whatever keys and texts a file has", () => {
  for (const long of ["a\n\u009b".repeat(999), "[".repeat(99_999)]) {
    for (const value of [{ [long]: 1 }, { from: long }]) {
      const message = faultIn(range, value);
      assert(!/\p{Cc}/u.test(message) && message.length <= 301, message);
    }
  }
});

function assertFault(schema: v.GenericSchema, value: unknown, fault: string) {
  assertStringIncludes(faultIn(schema, value), fault);
}

function faultIn(schema: v.GenericSchema, value: unknown): string {
  return assertThrows(() => checkJson(value, schema, Error), Error).message;
}
