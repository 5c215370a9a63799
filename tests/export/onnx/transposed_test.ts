import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { transposed } from "../../../lib/export/onnx/transposed.ts";

Deno.test("transposed() exchanges rows and columns", () => {
  const values = Int8Array.of(1, 2, 3, 4, 5, 6);
  assertEquals(transposed({ shape: [2, 3], values }, [1, 0]), {
    shape: [3, 2],
    values: Int8Array.of(1, 4, 2, 5, 3, 6),
  });
});

Deno.test("transposed() there and back is the same tensor", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 });
  fc.assert(fc.property(
    sizes.chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
      )
    ),
    ([shape, order]) => {
      const count = shape.reduce((product, size) => product * size, 1);
      const values = Float32Array.from({ length: count }, (_, index) => index);
      const back = order.map((_, axis) => order.indexOf(axis));
      const there = transposed({ shape, values }, order);
      assertEquals(transposed(there, back), { shape, values });
    },
  ));
});
