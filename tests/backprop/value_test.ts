import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { gradients } from "../../lib/backprop/gradients.ts";
import {
  example,
  initialWeights,
  type Weights,
} from "../../lib/backprop/network.ts";
import { Value } from "../../lib/backprop/value.ts";
import { mapWeights } from "../../lib/backprop/weights.ts";
import { init, tf } from "../../lib/tensorflow/mod.ts";

/** An operation in two arithmetics: on values, and on TensorFlow's scalars. */
interface Operation {
  readonly name: string;
  readonly inputs: 1 | 2;
  readonly value: (a: Value, b: Value) => Value;
  readonly tensor: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
}

/** Kept away from poles, and small enough for finite differences. */
const operations: readonly Operation[] = [
  {
    name: "add",
    inputs: 2,
    value: (a, b) => a.add(b),
    tensor: (a, b) => a.add(b),
  },
  {
    name: "sub",
    inputs: 2,
    value: (a, b) => a.sub(b),
    tensor: (a, b) => a.sub(b),
  },
  {
    name: "mul",
    inputs: 2,
    value: (a, b) => a.tanh().mul(b),
    tensor: (a, b) => a.tanh().mul(b),
  },
  {
    name: "div",
    inputs: 2,
    value: (a, b) => a.div(b.mul(b).add(1)),
    tensor: (a, b) => a.div(b.mul(b).add(1)),
  },
  {
    name: "pow",
    inputs: 1,
    value: (a) => a.tanh().pow(3),
    tensor: (a) => a.tanh().pow(3),
  },
  {
    name: "neg",
    inputs: 1,
    value: (a) => a.neg(),
    tensor: (a) => a.neg(),
  },
  {
    name: "exp",
    inputs: 1,
    value: (a) => a.sigmoid().exp(),
    tensor: (a) => a.sigmoid().exp(),
  },
  {
    name: "log",
    inputs: 1,
    value: (a) => a.pow(2).add(1).log(),
    tensor: (a) => a.square().add(1).log(),
  },
  {
    name: "tanh",
    inputs: 1,
    value: (a) => a.tanh(),
    tensor: (a) => a.tanh(),
  },
  {
    name: "sigmoid",
    inputs: 1,
    value: (a) => a.sigmoid(),
    tensor: (a) => a.sigmoid(),
  },
  {
    // Smooth at 0, where finite differences would see the kink
    name: "relu",
    inputs: 1,
    value: (a) => a.relu().mul(a.tanh().pow(4)),
    tensor: (a) => a.relu().mul(a.tanh().pow(4)),
  },
];

/**
 * A random calculation: each step takes earlier results, so that numbers are used
 * several times or not at all.
 */
type Program = readonly (readonly [Operation, first: number, second: number])[];

const program: fc.Arbitrary<Program> = fc.array(
  fc.tuple(fc.constantFrom(...operations), fc.nat(99), fc.nat(99)),
  { minLength: 1, maxLength: 7 },
);
const numbers = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), {
  minLength: 3,
  maxLength: 3,
});

function run<T>(
  steps: Program,
  inputs: readonly T[],
  apply: (operation: Operation, a: T, b: T) => T,
): T {
  const results = [...inputs];
  for (const [operation, first, second] of steps) {
    const [a, b] = [first, second].map((k) => results[k % results.length]);
    results.push(apply(operation, a, b));
  }
  return results[results.length - 1];
}

function runOnValues(steps: Program, inputs: readonly Value[]): Value {
  return run(steps, inputs, ({ value }, a, b) => value(a, b));
}

Deno.test("backward() agrees with finite differences on random calculations", () => {
  const valueAt = (steps: Program, at: readonly number[]) =>
    runOnValues(steps, at.map((n) => new Value(n))).data;
  fc.assert(
    fc.property(program, numbers, (steps, at) => {
      const inputs = at.map((n) => new Value(n));
      runOnValues(steps, inputs).backward();
      inputs.forEach(({ gradient }, k) => {
        const moved = (by: number) =>
          valueAt(steps, at.map((n, index) => index === k ? n + by : n));
        // Four points: the error falls with the step's fourth power.
        const h = 1e-4;
        const [near, far] = [h, 2 * h].map((s) => moved(s) - moved(-s));
        const measured = (8 * near - far) / (12 * h);
        assertAlmostEquals(gradient, measured, 1e-5 * (1 + Math.abs(gradient)));
      });
    }),
    { numRuns: 500 },
  );
});

Deno.test("backward() agrees with tf.grads() on random calculations", async () => {
  await init();
  fc.assert(
    fc.property(program, numbers, (steps, at) => {
      const inputs = at.map((n) => new Value(Math.fround(n)));
      runOnValues(steps, inputs).backward();
      const theirs = tf.tidy(() => {
        const zero = tf.scalar(0);
        // The term with zero makes the result depend on every input, as tf asks for.
        const f = (...scalars: tf.Tensor[]) =>
          scalars.reduce(
            (sum, scalar) => sum.add(scalar.mul(zero)),
            run(steps, scalars, ({ tensor }, a, b) => tensor(a, b)),
          );
        const gradients = tf.grads(f)(at.map((n) => tf.scalar(n)));
        return gradients.map((gradient) => gradient.dataSync()[0]);
      });
      inputs.forEach(({ gradient }, k) =>
        assertAlmostEquals(gradient, theirs[k], 1e-4 * (1 + Math.abs(gradient)))
      );
    }),
    { numRuns: 100 },
  );
});

Deno.test("backward() agrees with the formulas of the 2-2-2 network", () => {
  const found = networkGradients(initialWeights);
  const derived = gradients(initialWeights, example);
  mapWeights((name) => {
    assertAlmostEquals(found[name], derived[name], 1e-16, name);
    return 0;
  });
});

function networkGradients(weights: Weights): Weights {
  const w = Object.fromEntries(
    Object.entries(weights).map(([name, n]) => [name, new Value(n)]),
  ) as Record<keyof Weights, Value>;
  const { i1, i2, t1, t2 } = example;
  const a_h1 = w.w1.mul(i1).add(w.w2.mul(i2)).sigmoid();
  const a_h2 = w.w3.mul(i1).add(w.w4.mul(i2)).sigmoid();
  const a_o1 = w.w5.mul(a_h1).add(w.w6.mul(a_h2)).sigmoid();
  const a_o2 = w.w7.mul(a_h1).add(w.w8.mul(a_h2)).sigmoid();
  const [d1, d2] = [a_o1.sub(t1), a_o2.sub(t2)];
  d1.pow(2).add(d2.pow(2)).mul(0.5).backward();
  return mapWeights((name) => w[name].gradient);
}

Deno.test("backward() adds up the gradients of a value that is used twice", () => {
  const x = new Value(3);
  x.mul(x).add(x).backward();
  assertEquals(x.gradient, 7);
});

Deno.test("backward() replaces the gradients of an earlier call", () => {
  const x = new Value(3);
  const square = x.mul(x);
  square.backward();
  square.backward();
  assertEquals(x.gradient, 6);
  x.neg().backward();
  assertEquals(x.gradient, -1);
});

Deno.test("backward() passes through 100,000 operations", () => {
  const x = new Value(1);
  let sum = x;
  for (let k = 0; k < 100_000; k++) sum = sum.add(x);
  sum.backward();
  assertEquals([sum.data, x.gradient], [100_001, 100_001]);
});

Deno.test("pow() and relu() have slopes at 0", () => {
  const slopeAtZero = (f: (x: Value) => Value) => {
    const x = new Value(0);
    f(x).backward();
    return x.gradient;
  };
  assertEquals(slopeAtZero((x) => x.pow(0)), 0);
  assertEquals(slopeAtZero((x) => x.pow(1)), 1);
  assertEquals(slopeAtZero((x) => x.pow(2)), 0);
  assertEquals(slopeAtZero((x) => x.relu()), 0);
});

Deno.test("an operation of one's own is a value with links", () => {
  const x = new Value(2);
  const sine = new Value(Math.sin(x.data), [[x, Math.cos(x.data)]]);
  sine.mul(3).backward();
  assertEquals(x.gradient, 3 * Math.cos(2));
});

Deno.test("operations refuse what has no finite result or slope", () => {
  const x = new Value(0);
  const cases: [() => Value, string][] = [
    [
      () => new Value(NaN),
      "Cannot make a value: number and slopes must be finite: current value is NaN",
    ],
    [() => new Value("1" as never), "current value is 1"],
    [() => new Value(1).div(x), "Cannot compute div(1, 0)"],
    [() => x.log(), "Cannot compute log(0)"],
    [() => new Value(-1).log(), "Cannot compute log(-1)"],
    [() => new Value(1000).exp(), "Cannot compute exp(1000)"],
    [() => new Value(-1).pow(0.5), "Cannot compute pow(-1)"],
    [() => x.pow(0.5), "current value is 0, Infinity"],
  ];
  for (const [make, message] of cases) {
    assertThrows(() => make(), RangeError, message);
  }
});
