import { assertEquals } from "@std/assert";
import { memoryFault, TensorFlowError } from "../../lib/tensorflow/mod.ts";

Deno.test("memoryFault() tells TensorFlow's errors for lack of memory from others", () => {
  const of = (message: string, code: string) =>
    memoryFault(new TensorFlowError(message, code));
  assertEquals(
    of("Cannot run Fill: OOM\n\t[[Fill]]", "RESOURCE_EXHAUSTED"),
    "TensorFlow has no memory left: Cannot run Fill: OOM",
  );
  const dnn = (status: number) =>
    `Cannot run Conv2D: Operation received an exception:Status: ${status}, message: could not create a primitive`;
  assertEquals(
    of(dnn(1), "ABORTED"),
    `TensorFlow has no memory left: ${dnn(1)}`,
  );
  assertEquals(of(dnn(3), "ABORTED"), undefined);
  assertEquals(of("Cannot run Add: shapes", "INVALID_ARGUMENT"), undefined);
});

Deno.test("memoryFault() tells JavaScript's errors for lack of memory from others", () => {
  const of = (fn: () => unknown) => {
    try {
      fn();
    } catch (error) {
      return memoryFault(error);
    }
  };
  const what = "JavaScript has no memory left: ";
  for (
    const [fn, fault] of [
      [() => new Float32Array(2 ** 40), "Array buffer allocation failed"],
      [() => new ArrayBuffer(2 ** 52), "Array buffer allocation failed"],
      [() => new Float32Array(2 ** 53 - 1), "Invalid typed array length: "],
      [() => new Array(2 ** 32), "Invalid array length"],
      [() => "x".repeat(2 ** 30), "Invalid string length"],
    ] as const
  ) {
    assertEquals(of(fn)?.startsWith(what + fault), true, `${of(fn)}`);
  }
  assertEquals(of(() => new Float32Array(-1)), undefined);
  assertEquals(of(() => (1).toFixed(101)), undefined);
});
