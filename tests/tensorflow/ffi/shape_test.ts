import { assertThrows } from "@std/assert";
import { checkShape } from "../../../lib/tensorflow/ffi/shape.ts";

Deno.test("checkShape() accepts shapes that TensorFlow supports", () => {
  checkShape("test", []);
  checkShape("test", [0]);
  checkShape("test", [2 ** 40, 0]);
  checkShape("test", new Array(254).fill(1));
  checkShape("test", [-1, 3], -1);
});

Deno.test("checkShape() refuses shapes that would end the process", () => {
  const refused: [shape: number[], message: string][] = [
    [new Array(255).fill(1), "at most 254 sizes"],
    [[2 ** 40, 2 ** 40, 0], "fewer than 2^53 elements"],
    [[2 ** 53 - 1, 2], "fewer than 2^53 elements"],
    [[-1], "whole numbers of 0 or more: current value is [-1]"],
    [[1.5], "whole numbers of 0 or more: current value is [1.5]"],
    [[NaN], "whole numbers"],
    [[2 ** 53], "whole numbers"],
    [new Array(2), "whole numbers"],
  ];
  for (const [shape, message] of refused) {
    assertThrows(() => checkShape("test", shape), RangeError, message);
  }
  assertThrows(() => checkShape("test", [-2], -1), RangeError, "-1 or more");
});
