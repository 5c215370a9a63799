import { assertAlmostEquals, assertLess, assertThrows } from "@std/assert";
import { compile, linalg } from "../../../lib/tensorflow/mod.ts";
import { assertFiniteDifferences, type Op } from "../ops/gradients.ts";
import { assertCloseTensor, tf } from "../../support/tensorflow.ts";

/** A batch of matrices without equal numbers, far from singular. */
function matrices(rows: number, columns: number, batch: number[] = [2]) {
  const shape = [...batch, rows, columns];
  const values = tf.util.sizeFromShape(shape);
  const wave = Array.from({ length: values }, (_, i) => Math.sin(3 * i + 1));
  return tf.tensor(wave, shape).add(tf.eye(rows, columns).mul(2));
}

/** Symmetric and positive definite, with eigenvalues that differ. */
function definite(x: tf.Tensor): tf.Tensor {
  return tf.matMul(x, x, false, true).add(
    tf.diag(tf.range(1, x.shape.at(-2)! + 1)),
  );
}

/** Vectors without their sign, on which their gradient doesn't depend. */
const unsigned = (vectors: tf.Tensor) => vectors.square();

const cases: readonly [name: string, op: Op, inputs: () => tf.Tensor[]][] = [
  ["inv", (x) => linalg.inv(x), () => [matrices(3, 3)]],
  ["inv of one matrix", (x) => linalg.inv(x), () => [matrices(3, 3, [])]],
  [
    "inv, its gradient",
    (x) => tf.grad((x) => linalg.inv(x).square())(x),
    () => [matrices(2, 2)],
  ],
  ["det", (x) => linalg.det(x), () => [matrices(3, 3)]],
  ["slogdet", (x) => linalg.slogdet(x).logAbsDet, () => [matrices(3, 3)]],
  ["logdet", (x) => linalg.logdet(definite(x)), () => [matrices(3, 3)]],
  ["cholesky", (x) => linalg.cholesky(definite(x)), () => [matrices(3, 3)]],
  [
    "cholesky, its gradient",
    (x) => tf.grad((x) => linalg.cholesky(definite(x)).square())(x),
    () => [matrices(2, 2)],
  ],
  ["solve", (a, b) => linalg.solve(a, b), () => [
    matrices(3, 3),
    matrices(3, 2),
  ]],
  [
    "solve, adjoint",
    (a, b) => linalg.solve(a, b, { adjoint: true }),
    () => [matrices(3, 3), matrices(3, 2)],
  ],
  ...[true, false].flatMap((lower) =>
    [true, false].map((adjoint): [string, Op, () => tf.Tensor[]] => [
      `triangularSolve, lower ${lower}, adjoint ${adjoint}`,
      (a, b) => linalg.triangularSolve(a, b, { lower, adjoint }),
      () => [matrices(3, 3), matrices(3, 2)],
    ])
  ),
  ["eigvalsh", (x) => linalg.eigvalsh(definite(x)), () => [matrices(3, 3)]],
  [
    "eigh",
    (x) => {
      const { values, vectors } = linalg.eigh(definite(x));
      return unsigned(vectors).mul(values.expandDims(-2));
    },
    () => [matrices(3, 3)],
  ],
  ["svdvals", (x) => linalg.svdvals(x), () => [matrices(3, 2)]],
  ...[[3, 3], [4, 2], [2, 4]].map((
    [rows, columns],
  ): [string, Op, () => tf.Tensor[]] => [
    `svd of ${rows}×${columns}`,
    (x) => {
      const { s, u, v } = linalg.svd(x);
      const first = unsigned(u).mul(s.expandDims(-2));
      return tf.concat([first, unsigned(v).square()], -2);
    },
    () => [matrices(rows, columns)],
  ]),
  ["svd, full and square", (x) => {
    const { u, v } = linalg.svd(x, { fullMatrices: true });
    return unsigned(u).add(unsigned(v).square());
  }, () => [matrices(2, 2)]],
  ["pinv of 4×2", (x) => linalg.pinv(x), () => [matrices(4, 2)]],
  ["pinv of 2×4", (x) => linalg.pinv(x), () => [matrices(2, 4)]],
  ["lstsq", (a, b) => linalg.lstsq(a, b), () => [
    matrices(4, 2),
    matrices(4, 3),
  ]],
];

for (const [name, op, inputs] of cases) {
  Deno.test(`linalg: the gradient of ${name} agrees with finite differences`, () =>
    tf.tidy(() => assertFiniteDifferences(op, inputs())));

  Deno.test(`linalg: ${name} and its gradient are the same recorded`, () =>
    tf.tidy(() => {
      const run = (...x: tf.Tensor[]) => [
        op(...x),
        ...tf.grads((...x: tf.Tensor[]) => op(...x).square().sum())(x),
      ];
      using recorded = compile(run);
      const results = recorded(...inputs());
      run(...inputs()).forEach((expected, i) =>
        assertCloseTensor(results[i], expected, 1e-4)
      );
    }));
}

Deno.test("linalg: factors multiply to the matrix", () =>
  tf.tidy(() => {
    const x = matrices(4, 3);
    for (const fullMatrices of [false, true]) {
      const { s, u, v } = linalg.svd(x, { fullMatrices });
      const scaled = tf.slice(u, 0, [2, 4, 3]).mul(s.expandDims(-2));
      assertCloseTensor(tf.matMul(scaled, v, false, true), x, 1e-5);
    }
    const square = definite(matrices(3, 3));
    const factor = linalg.cholesky(square);
    assertCloseTensor(tf.matMul(factor, factor, false, true), square, 1e-5);
    const { values, vectors } = linalg.eigh(square);
    const scaled = vectors.mul(values.expandDims(-2));
    assertCloseTensor(tf.matMul(scaled, vectors, false, true), square, 1e-5);
    assertCloseTensor(values, linalg.eigvalsh(square), 1e-5);
    assertCloseTensor(linalg.svdvals(square), values.reverse(-1), 1e-5);
    const inverse = linalg.solve(square, tf.stack([tf.eye(3), tf.eye(3)]));
    assertCloseTensor(linalg.inv(square), inverse, 1e-5);
    const { sign, logAbsDet } = linalg.slogdet(square.neg());
    assertCloseTensor(sign, tf.tensor1d([-1, -1]), 0);
    assertCloseTensor(logAbsDet, linalg.logdet(square), 1e-5);
  }));

Deno.test("linalg.lstsq() finds the shortest solution of a matrix that lacks rank", () =>
  tf.tidy(() =>
    assertCloseTensor(
      linalg.lstsq([[1, 1], [1, 1], [1, 1]], [[1], [2], [3]]),
      tf.tensor2d([[1], [1]]),
      1e-5,
    )
  ));

Deno.test("linalg is on tf.linalg, takes integers and arrays, and frees all but results", () => {
  const { inv } = tf.linalg;
  const before = tf.memory().numTensors;
  const inverse = inv(tf.tidy(() => tf.tensor2d([[2, 0], [0, 4]]).toInt()));
  assertAlmostEquals(inverse.dataSync()[3], 0.25);
  tf.dispose(inverse);
  assertLess(tf.memory().numTensors, before + 2);
});

const singular = [[1, 2], [2, 4]];
const column = [[1], [1]];
const refused: readonly [string, () => unknown, ErrorConstructor, string][] = [
  ["inv", () => linalg.inv(singular), RangeError, "must not be singular"],
  [
    "solve",
    () => linalg.solve(singular, column),
    RangeError,
    "must not be singular",
  ],
  [
    "triangularSolve",
    () => linalg.triangularSolve([[1, 0], [1, 0]], column),
    RangeError,
    "diagonal of their matrix must not have zeros",
  ],
  [
    "cholesky",
    () => linalg.cholesky([[1, 2], [2, 1]]),
    RangeError,
    "must be symmetric and positive definite",
  ],
  [
    "det of 2×3",
    () => linalg.det(tf.ones([2, 3])),
    RangeError,
    "must be square: current shape is [2,3]",
  ],
  [
    "solve with another batch",
    () => linalg.solve(tf.ones([4, 2, 2]), tf.ones([2, 1])),
    RangeError,
    "rhs must be [4,2, equations]",
  ],
  [
    "svd of a vector",
    () => linalg.svd([1, 2]),
    TypeError,
    "[..., rows, columns]: current value is float32 [2]",
  ],
  [
    "the gradient of svd, full and not square",
    () =>
      tf.grad((x) => linalg.svd(x, { fullMatrices: true }).u)(tf.ones([3, 2])),
    Error,
    "with fullMatrices the matrix must be square",
  ],
];

for (const [name, run, type, message] of refused) {
  Deno.test(`linalg says what is wrong: ${name}`, () =>
    tf.tidy(() => {
      assertThrows(run, type, message);
    }));
}

Deno.test("linalg: singular matrices are errors when recorded, too", () =>
  tf.tidy(() => {
    const functions: [(x: tf.Tensor) => tf.Tensor, string][] = [
      [linalg.inv, "not invertible"],
      [linalg.cholesky, "must be symmetric and positive definite"],
      [(x) => linalg.solve(x, column), "not invertible"],
      [(x) => linalg.triangularSolve(x, column), "must not have zeros"],
    ];
    for (const [run, message] of functions) {
      using recorded = compile((x: tf.Tensor) => run(x));
      assertThrows(() => recorded(tf.zeros([2, 2])), Error, message);
    }
  }));
