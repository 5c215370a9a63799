import { assertEquals, assertThrows } from "@std/assert";
import { example, initialWeights } from "../../lib/backprop/mod.ts";
import { learningRateWidget } from "../../lib/widgets/mod.ts";

const options = { weights: initialWeights, example, iterations: 100, rate: 2 };

Deno.test("learningRateWidget() says what the library computes", () => {
  assertEquals(
    learningRateWidget(options).alt,
    "At η = 2, E goes from 0.2425 to 0.0052 in 100 iterations. " +
      "Where scripts run, a slider changes η and the curve follows.",
  );
});

Deno.test("learningRateWidget() refuses a rate that is not on a logarithmic scale", () => {
  for (const rate of [0, -1, Infinity, NaN]) {
    assertThrows(
      () => learningRateWidget({ ...options, rate }),
      RangeError,
      `rate must be a positive finite number: current value is ${rate}`,
    );
  }
  assertThrows(
    () => learningRateWidget({ ...options, iterations: 0.5 }),
    RangeError,
    "iterations must be a positive integer: current value is 0.5",
  );
});
