import { assertEquals } from "@std/assert";
import { example, initialWeights } from "../../lib/backprop/network.ts";
import { trainingTable } from "../../lib/backprop/table.ts";
import { train } from "../../lib/backprop/training.ts";

const table = trainingTable(
  train({ weights: initialWeights, example, learningRate: 1, iterations: 2 }),
);

Deno.test("trainingTable() has a column for each quantity", () => {
  assertEquals(
    table.headers.join(" "),
    "iteration t1 t2 i1 i2 w1 w2 w3 w4 h1 a_h1 h2 a_h2 w5 w6 w7 w8 " +
      "o1 a_o1 o2 a_o2 E1 E2 E " +
      "∂E/∂w1 ∂E/∂w2 ∂E/∂w3 ∂E/∂w4 ∂E/∂w5 ∂E/∂w6 ∂E/∂w7 ∂E/∂w8",
  );
  assertEquals(table.rows.map((row) => row.length), [32, 32, 32]);
});

Deno.test("trainingTable() puts each number below its header", () => {
  const under = (header: string) =>
    table.rows.map((row) => row[table.headers.indexOf(header)]);
  assertEquals(under("iteration"), [0, 1, 2]);
  assertEquals(under("t2"), [0.99, 0.99, 0.99]);
  assertEquals(under("w8")[0], 0.55);
  assertEquals(under("h1")[0].toFixed(4), "0.0275");
  assertEquals(under("E")[0].toFixed(6), "0.242520");
  assertEquals(under("∂E/∂w5")[0].toFixed(6), "0.072157");
});
