import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { compile } from "../../../../lib/tensorflow/mod.ts";
import {
  alive,
  assertCloseTensor,
  assertSameTensor,
  idOf,
  tf,
} from "../../../support/tensorflow.ts";

const ROWS = 3;
const COLUMNS = 4;
type Matrix = tf.Tensor2D;

/** A differentiable function from 3 × 4 matrices to one. */
type Step = (a: Matrix, b: Matrix) => tf.Tensor;

/** Steps that TensorFlow's graph optimizer doesn't change. */
const exact: Step[] = [
  (a, b) => a.add(b),
  (a, b) => a.sub(b),
  (a, b) => a.mul(b),
  (a, b) => a.div(b.square().add(1)),
  (a, b) => tf.maximum(a, b),
  (a, b) => tf.minimum(a, b),
  (a, b) => tf.squaredDifference(a, b),
  (a, b) => tf.where(MASK, a, b),
  (a, b) => tf.matMul(a, b, false, true).matMul(a).mul(0.1),
  (a, b) => tf.matMul(a, tf.matMul(b, a, true)).mul(0.1),
  (a, b) => tf.concat([a, b], 1).slice([0, 2], [ROWS, COLUMNS]),
  (a, b) => tf.stack([a, b, a]).mean(0),
  (a, b) => tf.addN([a, b]),
  (a, b) => tf.dot(a, b.transpose()).slice([0, 0], [ROWS, 1]).add(b),
  (a) => a.neg(),
  (a) => a.tanh(),
  (a) => a.sigmoid(),
  (a) => a.relu(),
  (a) => tf.elu(a),
  (a) => tf.leakyRelu(a),
  (a) => tf.softplus(a),
  (a) => a.abs().add(0.1).sqrt(),
  (a) => a.abs().add(0.1).log(),
  (a) => tf.clipByValue(a, -1, 1),
  (a) => a.logSoftmax().mul(0.1),
  (a) => a.sub(a.mean(1, true)),
  (a) => a.sub(a.logSumExp(0, true)),
  (a) => a.sum(0).tile([ROWS]).reshape([ROWS, COLUMNS]).mul(0.3),
  (a) => a.max(1, true).add(a),
  (a) => a.transpose().reshape([ROWS, COLUMNS]),
  (a) => a.reverse(1),
  (a) => a.cumsum(1).mul(0.3),
  (a) => tf.pad(a, [[1, 1], [0, 2]]).slice([0, 1], [ROWS, COLUMNS]),
  (a) => tf.gather(a, [2, 0, 1]),
  (a) => tf.concat(tf.split(a, 2, 1).reverse(), 1),
  (a) => tf.stack(tf.unstack(a).reverse()),
  (a) => a.expandDims(0).squeeze([0]).mul(2),
  (a) => a.cast("int32").cast("float32").add(a.mul(0.5)),
  (a) => tf.conv1d(a.expandDims(2) as tf.Tensor3D, FILTER, 1, "same").squeeze(),
  (a) => {
    const image = a.reshape([1, ROWS, COLUMNS, 1]) as tf.Tensor4D;
    return tf.maxPool(image, 2, 1, "same").reshape([ROWS, COLUMNS]);
  },
  (a) => {
    const image = a.reshape([1, ROWS, COLUMNS, 1]) as tf.Tensor4D;
    return tf.avgPool(image, 2, 1, "same").reshape([ROWS, COLUMNS]);
  },
  (a) => {
    const { mean, variance } = tf.moments(a, 0);
    return tf.batchNorm(a, mean, variance, mean, variance, 0.1);
  },
];
/** Steps for which it chooses other kernels, so that the last bit differs. */
const rewritten: Step[] = [
  (a) => a.softmax(),
  (a) => a.div(a.norm("euclidean", 1, true).add(1)),
];
const steps = [...exact, ...rewritten];

const FILTER = tf.tensor3d([0.5, 1, -0.5], [3, 1, 1]);
const MASK = tf.tensor2d(
  Array.from({ length: ROWS * COLUMNS }, (_, index) => index % 3 === 0),
  [ROWS, COLUMNS],
  "bool",
);
for (const tensor of [FILTER, MASK]) idOf(tensor); // uploads them

/** A step's operation and its operands, counted back from the newest matrix. */
const program = fc.array(
  fc.record({
    step: fc.nat(steps.length - 1),
    a: fc.nat(4),
    b: fc.nat(4),
  }),
  { minLength: 1, maxLength: 12 },
);
type Program = typeof program extends fc.Arbitrary<infer T> ? T : never;

/** All matrices that a program computes from its two arguments. */
function run(program: Program, x: Matrix, y: Matrix): Matrix[] {
  const matrices = [x, y];
  for (const { step, a, b } of program) {
    const operand = (back: number) =>
      matrices[Math.max(0, matrices.length - 1 - back)];
    matrices.push(steps[step](operand(a), operand(b)) as Matrix);
  }
  return matrices.slice(2);
}

const number = fc.float({ min: -2, max: 2, noNaN: true });
const values = fc.array(number, {
  minLength: ROWS * COLUMNS,
  maxLength: ROWS * COLUMNS,
});
const matrix = (numbers: number[]) => tf.tensor2d(numbers, [ROWS, COLUMNS]);

// TensorFlow's optimizer may reorder and fuse a recorded graph's operations:
// this changes a few units in the last place, and a chain of steps amplifies it
const TOLERANCE = 1e-4;

Deno.test("compile() agrees with op by op on random compositions", () => {
  const before = alive();
  fc.assert(
    fc.property(program, values, values, values, (program, u, v, w) => {
      using recorded = compile((x: Matrix, y: Matrix) => run(program, x, y));
      tf.tidy(() => {
        const [x, y, z] = [u, v, w].map(matrix);
        for (const [a, b] of [[x, y], [y, z]]) {
          const expected = run(program, a, b);
          recorded(a, b).forEach((actual, index) =>
            assertCloseTensor(actual, expected[index], TOLERANCE)
          );
        }
      });
    }),
    { numRuns: 40 },
  );
  assertEquals(alive(), before);
});

Deno.test("compile() agrees with op by op on gradients of random compositions", () => {
  const before = alive();
  fc.assert(
    fc.property(program, values, values, (program, u, v) => {
      const gradients = (x: Matrix, y: Matrix) =>
        tf.grads((x, y) =>
          run(program, x as Matrix, y as Matrix).at(-1)!
            .add((x as Matrix).mul(y)).sum()
        )([x, y]);
      using recorded = compile(gradients);
      tf.tidy(() => {
        const [x, y] = [u, v].map(matrix);
        const expected = gradients(x, y);
        recorded(x, y).forEach((actual, index) =>
          assertCloseTensor(actual, expected[index], TOLERANCE)
        );
      });
    }),
    { numRuns: 25 },
  );
  assertEquals(alive(), before);
});

Deno.test("compile() agrees bit for bit with op by op on a single operation", () => {
  tf.tidy(() => {
    const x = matrix(Array.from({ length: 12 }, (_, i) => Math.sin(i) * 2));
    const y = matrix(Array.from({ length: 12 }, (_, i) => Math.cos(i * i)));
    for (const step of exact) {
      using recorded = compile((x: Matrix, y: Matrix) => step(x, y));
      assertSameTensor(recorded(x, y), step(x, y), String(step));
    }
  });
});
