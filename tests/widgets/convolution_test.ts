import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  type ConvolutionOptions,
  kernelEditorWidget,
  slidingWindowWidget,
} from "../../lib/widgets/mod.ts";

const image = {
  pixels: [0, 0, 0, 0, 0, 255, 255, 0, 0, 255, 255, 0],
  rows: 3,
  columns: 4,
};
const rows = [[1, 0, 0], [0, 1, 0], [0, 0, 0.5]];

Deno.test("a kernel is nine weights, or three rows of three", () => {
  for (const widget of [slidingWindowWidget, kernelEditorWidget]) {
    assertEquals(
      widget({ image, kernel: rows }).alt,
      widget({ image, kernel: Float32Array.from(rows.flat()) }).alt,
    );
  }
  assertStringIncludes(
    slidingWindowWidget({ image, kernel: rows }).alt,
    "The window at row 0, column 0: its 9 products add up to 1.5.",
  );
  assertStringIncludes(
    kernelEditorWidget({ image, kernel: rows }).alt,
    "has values from 1 to 1.5.",
  );
});

Deno.test("images and kernels of the wrong size are refused", () => {
  const wrong: [Partial<ConvolutionOptions>, string][] = [
    [{ kernel: [1, 2, 3] }, "kernel must be 9 finite numbers"],
    [{ kernel: Array(9).fill(NaN) }, "kernel must be 9 finite numbers"],
    [{ image: { ...image, rows: 2 } }, "at least 3×3"],
    [{ image: { ...image, columns: 5 } }, "current value is 3×5, 12 pixels"],
  ];
  for (const [change, message] of wrong) {
    for (const widget of [slidingWindowWidget, kernelEditorWidget]) {
      assertThrows(
        () => widget({ image, kernel: rows, ...change }),
        RangeError,
        message,
      );
    }
  }
});
