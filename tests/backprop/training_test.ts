import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { example, initialWeights } from "../../lib/backprop/network.ts";
import {
  errorCurves,
  learningRates,
  train,
  update,
} from "../../lib/backprop/training.ts";

const options = {
  weights: initialWeights,
  example,
  learningRate: 1,
  iterations: 100,
};

Deno.test("train() starts at the initial weights and their error", () => {
  const [first] = train(options);
  assertEquals(first.iteration, 0);
  assertEquals(first.weights, initialWeights);
  assertAlmostEquals(first.errors.E, 0.242520, 5e-7);
});

Deno.test("train() takes each row's weights from the row before it", () => {
  const rows = train(options);
  for (let k = 1; k < rows.length; k++) {
    const { weights, gradients } = rows[k - 1];
    assertEquals(rows[k].weights, update(weights, gradients, 1));
  }
});

Deno.test("train() at learning rate 0 changes nothing", () => {
  const rows = train({ ...options, learningRate: 0, iterations: 2 });
  assertEquals(rows[2].weights, initialWeights);
});

Deno.test("train() rejects an invalid learning rate or number of iterations", () => {
  for (const learningRate of [-0.1, NaN, Infinity]) {
    assertThrows(() => train({ ...options, learningRate }), RangeError);
  }
  for (const iterations of [0, -1, 2.5, NaN]) {
    assertThrows(() => train({ ...options, iterations }), RangeError);
  }
});

Deno.test("errorCurves() ends at the errors of an independent program", () => {
  // E after 100 updates, from a Python program with complex-step gradients.
  const expected = [
    0.1335106073346252,
    0.07916642312214675,
    0.029166680235883584,
    0.0163866284770309,
    0.012395124175369723,
    0.005160108602350808,
  ];
  const curves = errorCurves(options);
  assertEquals(curves.map((c) => c.learningRate), [...learningRates]);
  for (const [k, curve] of curves.entries()) {
    assertEquals(curve.errors.length, 101);
    assertAlmostEquals(curve.errors[100], expected[k], 1e-12);
  }
});

Deno.test("errorCurves() falls at every step, faster for a higher learning rate", () => {
  const curves = errorCurves(options);
  for (const { errors } of curves) {
    assert(errors.every((E, k) => k === 0 || E < errors[k - 1]));
  }
  for (let k = 1; k < curves.length; k++) {
    assert(curves[k].errors[100] < curves[k - 1].errors[100]);
  }
});
