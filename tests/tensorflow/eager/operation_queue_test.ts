import { assertEquals, assertThrows } from "@std/assert";
import { DType } from "../../../lib/tensorflow/ffi/dtypes.ts";
import { TensorFlowError } from "../../../lib/tensorflow/mod.ts";
import { OperationQueue } from "../../../lib/tensorflow/eager/operation_queue.ts";
import { binding, typeT } from "../../support/tensorflow.ts";

const scalar = (value: number) =>
  binding.createTensor([], DType.INT32, [value]);
const run = (op: string, a: number, b: number) =>
  binding.executeOp(op, [typeT(DType.INT32)], [a, b], 1)[0].id;
const read = (id: number) => binding.tensorDataSync(id)[0];
const handleOf = (id: number) => binding.tensors.get(id).handle;

Deno.test("OperationQueue runs operations in order", async () => {
  using queue = new OperationQueue(binding.runtime);
  const before = binding.tensors.size;
  const one = scalar(1);
  const ids = [one];
  queue.add(() => {
    for (let k = 0; k < 10; k++) {
      ids.push(run("AddV2", ids.at(-1)!, ids.at(-1)!));
    }
  });
  await queue.wait(handleOf(ids.at(-1)!), () => "add");
  assertEquals(read(ids.at(-1)!), 1024);
  ids.forEach((id) => binding.deleteTensor(id));
  assertEquals(binding.tensors.size, before);
});

Deno.test("OperationQueue.wait() without an output waits for all operations", async () => {
  using queue = new OperationQueue(binding.runtime);
  const [two, three] = [scalar(2), scalar(3)];
  const product = queue.add(() => run("Mul", two, three));
  await queue.wait(undefined, () => "multiply");
  assertEquals(read(product), 6);
  [two, three, product].forEach((id) => binding.deleteTensor(id));
});

Deno.test("OperationQueue takes operations again after one has failed", async () => {
  using queue = new OperationQueue(binding.runtime);
  const before = binding.tensors.size;
  const [six, zero, two] = [scalar(6), scalar(0), scalar(2)];
  assertThrows(
    () => queue.add(() => run("FloorDiv", six, zero)),
    TensorFlowError,
    "division by zero",
  );
  const quotient = queue.add(() => run("FloorDiv", six, two));
  await queue.wait(handleOf(quotient), () => "divide");
  assertEquals(read(quotient), 3);
  for (const id of [six, zero, two, quotient]) binding.deleteTensor(id);
  assertEquals(binding.tensors.size, before);
});
