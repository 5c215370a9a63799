import { assertEquals, assertThrows } from "@std/assert";
import { TensorTable } from "../../../lib/tensorflow/eager/tensor_table.ts";
import { DType } from "../../../lib/tensorflow/ffi/dtypes.ts";
import { binding } from "../../support/tensorflow.ts";

Deno.test("TensorTable gives each tensor a number of its own, also after it is freed", () => {
  const table = new TensorTable(binding.runtime);
  const first = table.create([2], DType.FLOAT, [1, 2]);
  table.delete(first);
  const second = table.create([2], DType.FLOAT, [3, 4]);
  assertEquals(first === second, false);
  assertEquals(table.size, 1);
  assertEquals([...table.read(second)], [3, 4]);
  table.delete(second);
});

Deno.test("TensorTable refuses the number of a freed tensor", () => {
  const table = new TensorTable(binding.runtime);
  const id = table.create([], DType.INT32, [1]);
  table.delete(id);
  for (const use of [table.get, table.read, table.delete]) {
    assertThrows(
      () => use.call(table, id),
      Error,
      `Cannot use tensor ${id}: it must be alive`,
    );
  }
});

Deno.test("TensorTable.newId() reserves consecutive numbers", () => {
  const table = new TensorTable(binding.runtime);
  const first = table.newId(3);
  assertEquals(table.newId(), first + 3);
});

Deno.test("TensorTable.replace() changes value and version, not the number", () => {
  const table = new TensorTable(binding.runtime);
  const id = table.create([2], DType.FLOAT, [1, 2]);
  const entry = table.get(id);
  const { version } = entry;
  // The other table gives its handle away: replace() takes it over
  const donor = new TensorTable(binding.runtime);
  const { handle } = donor.get(donor.create([2], DType.FLOAT, [5, 6]));
  table.replace(entry, handle, table.newId());
  assertEquals([...table.read(id)], [5, 6]);
  assertEquals(entry.version === version, false);
  table.delete(id);
  assertEquals(entry.handle, 0n);
});
