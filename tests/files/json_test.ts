import { assertEquals, assertThrows } from "@std/assert";
import * as v from "valibot";
import { finite, line, parseJson } from "../../lib/files/json.ts";

class ReadError extends Error {}
const fail = (fault: string) => new ReadError(`Cannot read: ${fault}`);

Deno.test("parseJson() reads UTF-8 and refuses what is no JSON", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  assertEquals(parseJson(bytes('"ü"'), line, fail), "ü");
  for (const json of ["", "{", Uint8Array.of(0x22, 0xff, 0x22)]) {
    assertThrows(
      () => parseJson(json, line, fail),
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
      "Cannot read: it must have at most 100 levels",
    );
  }
});

Deno.test("parseJson() lets no key reach a prototype", () => {
  const json = '{"a": 1, "b": 2, "__proto__": {"c": 3}, "constructor": 4}';
  const schemas: [v.GenericSchema<unknown, object>, object][] = [
    [v.object({ a: finite }), { a: 1 }],
    [v.looseObject({ a: finite }), { a: 1, b: 2 }],
    [v.record(v.string(), v.unknown()), { a: 1, b: 2 }],
  ];
  for (const [schema, expected] of schemas) {
    const value = parseJson(json, schema, fail);
    assertEquals(value, expected);
    assertEquals(Object.getPrototypeOf(value), Object.prototype);
  }
  assertEquals(Object.keys(Object.prototype), []);
});

Deno.test("parseJson() stops at the first of a million faults", () => {
  assertThrows(
    () => parseJson(`[${"{},".repeat(1e6)}0]`, v.array(finite), fail),
    ReadError,
    "Cannot read: [0] must be a number: current value is an object",
  );
});
