import { assertThrows } from "@std/assert";
import { tf } from "../../../../support/tensorflow.ts";

const { layers } = tf;

Deno.test("integerLookup() refuses what it can't look up", () => {
  const make = (args: object) => () =>
    layers.integerLookup({ vocabulary: [1], ...args });
  assertThrows(make({ vocabulary: null }), RangeError, "a list of int32");
  assertThrows(make({ sparse: true }), RangeError, "sparse must be false");
  assertThrows(make({ outputMode: "tfIdf" }), RangeError, 'must be "int"');
});
