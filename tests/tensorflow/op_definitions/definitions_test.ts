import { assertEquals, assertThrows } from "@std/assert";
import { AttrType, DType } from "../../../lib/tensorflow/ffi/dtypes.ts";
import { TensorFlowError } from "../../../lib/tensorflow/mod.ts";
import { binding } from "../../support/tensorflow.ts";

const { operations } = binding.runtime;
const int = (name: string, value: unknown) => ({
  name,
  type: AttrType.INT,
  value,
});

Deno.test("OpDefinitions.inputLists() tells lists from single tensors", () => {
  const lists = (name: string, given: number) =>
    operations.inputLists("run", name, [], given);
  assertEquals(lists("MatMul", 2), [undefined, undefined]);
  // The length of the only list follows from the number of inputs
  assertEquals(lists("ConcatV2", 4), [3, undefined]);
  assertEquals(lists("NoOp", 0), []);
});

Deno.test("OpDefinitions.inputLists() takes a list's length from its attribute", () => {
  const types = {
    name: "T",
    type: AttrType.TYPE,
    value: [DType.FLOAT, DType.INT32],
  };
  assertEquals(operations.inputLists("run", "IdentityN", [types], 2), [2]);
  assertEquals(operations.inputLists("run", "AddN", [int("N", 3)], 3), [3]);
});

Deno.test("OpDefinitions.inputLists() refuses too few and too many inputs", () => {
  const check = (name: string, n: number, given: number) => () =>
    operations.inputLists("run", name, [int("N", n)], given);
  assertThrows(
    check("MatMul", 0, 3),
    RangeError,
    "Cannot run MatMul: it must have 2 inputs: current count is 3",
  );
  assertThrows(check("AddN", 3, 2), RangeError, "must have 3 inputs");
  assertThrows(check("AddN", -1, 2), RangeError, "lists of 0 inputs or more");
});

Deno.test("OpDefinitions.checkAttributes() refuses a missing or wrong attribute", () => {
  const check = (attributes: ReturnType<typeof int>[]) => () =>
    operations.checkAttributes("record", "Split", attributes);
  check([int("num_split", 2)])(); // T follows from the inputs
  assertThrows(
    check([]),
    TypeError,
    'Cannot record Split: attribute "num_split" must be given, of kind int',
  );
  assertThrows(
    check([int("num_split", [2])]),
    TypeError,
    "must be of kind int: current kind is list(int)",
  );
  // Attributes that the definition lacks are left to TensorFlow
  check([int("num_split", 2), int("_hint", 1)])();
});

Deno.test("OpDefinitions reports an operation that TensorFlow lacks", () => {
  assertThrows(
    () => operations.checkAttributes("run", "NoSuchOp", []),
    TensorFlowError,
    "Cannot run NoSuchOp: ",
  );
});

Deno.test("OpDefinitions.outputCount() counts outputs, lists too, up to one by name", () => {
  assertEquals(operations.outputCount("Split", [int("num_split", 3)]), 3);
  assertEquals(operations.outputCount("TopKV2", []), 2);
  assertEquals(operations.outputCount("TopKV2", [], "indices"), 1);
  assertEquals(operations.outputCount("TopKV2", [], "values"), 0);
  assertEquals([operations.has("Roll"), operations.has("NoSuchOp")], [
    true,
    false,
  ]);
});
