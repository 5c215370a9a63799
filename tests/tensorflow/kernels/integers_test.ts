import { assertAlmostEquals, assertEquals } from "@std/assert";
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

/** Names of unary functions, whose answer for numbers from 0 to 1 is finite. */
const names = [
  "acos",
  "asin",
  "asinh",
  "atan",
  "ceil",
  "cos",
  "cosh",
  "elu",
  "exp",
  "expm1",
  "floor",
  "log1p",
  "selu",
  "sigmoid",
  "sin",
  "sinh",
  "softplus",
  "sqrt",
  "tan",
  "tanh",
] as const;

for (const name of names) {
  Deno.test(`${name}() of integers and booleans is that of floats`, () => {
    tf.tidy(() => {
      const expected = tf[name](tf.tensor1d([0, 1])).dataSync();
      for (const dtype of ["int32", "bool"] as const) {
        const x = tf.tensor1d([0, 1], dtype);
        using recorded = compile((x: tf.Tensor) => tf[name](x));
        for (const y of [tf[name](x), x[name](), recorded(x)]) {
          assertEquals(y.dtype, "float32");
          y.dataSync().forEach((value, i) =>
            assertAlmostEquals(value, expected[i], 1e-6)
          );
        }
        assertEquals(x.isDisposed, false);
      }
    });
  });
}

Deno.test("booleans are compared and counted as integers", () => {
  tf.tidy(() => {
    const [a, b] = [[1, 0, 1], [1, 1, 0]].map((values) =>
      tf.tensor1d(values, "bool")
    );
    assertEquals(Array.from(a.greater(b).dataSync()), [0, 0, 1]);
    assertEquals(Array.from(a.add(b).dataSync()), [2, 1, 1]);
    assertEquals(Array.from(tf.neg(a).dataSync()), [-1, 0, -1]);
  });
});

Deno.test("booleans have a largest and a smallest, and a quotient", () => {
  tf.tidy(() => {
    const x = tf.tensor2d([[true, false], [true, true]], [2, 2], "bool");
    const all = (x: tf.Tensor) => [x.max(1), x.min(1), x.div(x.max())];
    using recorded = compile(all);
    for (const [max, min, quotient] of [all(x), recorded(x)]) {
      assertEquals([max.dtype, min.dtype], ["bool", "bool"]);
      assertEquals([...max.dataSync(), ...min.dataSync()], [1, 1, 0, 1]);
      assertEquals([...quotient.dataSync()], [1, 0, 1, 1]);
    }
  });
});
