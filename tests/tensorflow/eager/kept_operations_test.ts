import { assertEquals, assertThrows } from "@std/assert";
import { AttrType, DType } from "../../../lib/tensorflow/ffi/dtypes.ts";
import { OperationQueue } from "../../../lib/tensorflow/eager/operation_queue.ts";
import { binding } from "../../support/tensorflow.ts";

type Attributes = Parameters<typeof binding.compute>[1];

const typeT: Attributes = [
  { name: "T", type: AttrType.TYPE, value: DType.FLOAT },
];

/** Runs an operation on float32 or int32 vectors, or matrices. */
function run(
  name: string,
  attributes: Attributes,
  inputs: readonly (Float32Array | Int32Array)[],
  shape?: number[],
): number[] {
  const ids = inputs.map((values) =>
    binding.createTensor(
      shape ?? [values.length],
      values instanceof Float32Array ? DType.FLOAT : DType.INT32,
      values,
    )
  );
  try {
    const [{ id }] = binding.compute(name, attributes, ids, 1);
    ids.push(id);
    return Array.from(binding.tensorDataSync(id) as Float32Array, Number);
  } finally {
    for (const id of ids) binding.deleteTensor(id);
  }
}

Deno.test("an operation runs again with other inputs, shapes and dtypes", () => {
  const before = binding.tensors.size;
  for (let round = 1; round <= 3; round++) {
    const x = Float32Array.of(round, 2);
    assertEquals(run("AddV2", typeT, [x, x]), [2 * round, 4]);
    assertEquals(run("AddV2", typeT, [x, x.slice(0, 1)]), [
      2 * round,
      2 + round,
    ]);
    // Without T, which TensorFlow takes from the inputs
    assertEquals(run("Neg", [], [x]), [-round, -2]);
    assertEquals(run("Neg", [], [Int32Array.of(round)]), [-round]);
  }
  assertEquals(binding.tensors.size, before);
});

Deno.test("an operation has the attributes of the call, however many there are", () => {
  for (let round = 0; round < 2; round++) {
    for (let size = 1; size < 20; size++) {
      const squeezed = run("ExpandDims", [], [
        Float32Array.of(size),
        Int32Array.of(0),
      ]);
      assertEquals(squeezed, [size]);
      const { length } = run(
        "LRN",
        [
          { name: "depth_radius", type: AttrType.INT, value: size },
        ],
        [Float32Array.of(1, 2)],
        [1, 1, 1, 2],
      );
      assertEquals(length, 2);
      for (const keepDims of [true, false]) {
        const [sum] = run("Sum", [
          { name: "keep_dims", type: AttrType.BOOL, value: keepDims },
        ], [Float32Array.of(size, 1), Int32Array.of(0)]);
        assertEquals(sum, size + 1);
      }
    }
  }
});

Deno.test("an operation that fails leaves nothing to the next", () => {
  const [two, three] = [new Float32Array(2), new Float32Array(3)];
  for (let round = 0; round < 3; round++) {
    assertThrows(() => run("AddV2", typeT, [two, three]), Error, "AddV2");
    assertEquals(run("AddV2", typeT, [two, two]), [0, 0]);
  }
});

Deno.test("operations that oneDNN replaces run again, to the same bits", () => {
  const before = binding.tensors.size;
  const x = Float32Array.from({ length: 144 }, (_, i) => Math.sin(i * i));
  for (const name of ["MatMul", "BatchMatMulV2"]) {
    const first = run(name, typeT, [x, x], [12, 12]);
    assertThrows(() => run(name, typeT, [x, x], [3, 48]), Error, name);
    for (let round = 0; round < 5; round++) {
      assertEquals(run(name, typeT, [x, x], [12, 12]), first);
      const [one] = run(name, typeT, [x.slice(0, 4), x.slice(0, 4)], [2, 2]);
      assertEquals(Math.fround(one), Math.fround(x[1] * x[2]));
    }
  }
  assertEquals(binding.tensors.size, before);
});

Deno.test("an operation takes its dtype from the inputs when it runs again, too", () => {
  const wrong = [{ ...typeT[0], value: DType.INT32 }];
  for (let round = 0; round < 3; round++) {
    assertEquals(run("Sqrt", wrong, [Float32Array.of(4)]), [2]);
  }
});

Deno.test("an operation of a queue is not kept: it belongs to the queue's thread", () => {
  const x = Float32Array.of(1, 2, 3);
  for (const name of ["Rint", "Cosh"]) {
    for (let round = 0; round < 20; round++) {
      const queue = new OperationQueue(binding.runtime);
      const queued = queue.add(() => run(name, typeT, [x]));
      queue[Symbol.dispose]();
      assertEquals(run(name, typeT, [x]), queued);
      assertEquals(binding.runtime.isQueueing, false);
    }
  }
});
