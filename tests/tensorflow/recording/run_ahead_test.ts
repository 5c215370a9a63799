import { assertEquals, assertRejects } from "@std/assert";
import { compile, runAhead } from "../../../lib/tensorflow/mod.ts";
import { alive, idOf, tf } from "../../support/tensorflow.ts";

const total = tf.tidy(() => tf.variable(tf.scalar(0)));
/** Sets the total to 0 and uploads it, so that it counts as a handle. */
function reset(): void {
  tf.tidy(() => total.assign(tf.scalar(0)));
  idOf(total);
}
const number = () => total.dataSync()[0];
const add = (x: tf.Tensor) => {
  total.assign(total.add(x));
  return total.mul(1);
};

const scalars = {
  argsOf: (item: number): [tf.Tensor] => [tf.scalar(item)],
  free: (args: [tf.Tensor]) => tf.dispose(args),
};

Deno.test("runAhead() yields results in order, with the variables as each call left them", async () => {
  reset();
  using compiled = compile(add);
  const before = alive();
  const items = Array.from({ length: 20 }, (_, index) => index + 1);
  const sums: number[] = [];
  for await (const { item, result } of runAhead(compiled, items, scalars)) {
    sums.push(result.dataSync()[0]);
    assertEquals(number(), sums.at(-1));
    assertEquals(sums.length, item);
    result.dispose();
  }
  assertEquals(sums.at(-1), 210);
  assertEquals(alive(), before);
});

Deno.test("runAhead() cancels the calls queued ahead if the receiver stops", async () => {
  reset();
  using compiled = compile(add);
  const before = alive();
  for await (
    const { item, result } of runAhead(compiled, [1, 2, 3, 4, 5], scalars)
  ) {
    result.dispose();
    if (item === 3) break;
  }
  assertEquals(number(), 6);
  assertEquals(alive(), before);
});

Deno.test("runAhead() frees its arguments if a call can't begin", async () => {
  const before = alive();
  const failing = {
    begin(_x: tf.Tensor): never {
      throw new Error("no call");
    },
  };
  const calls = runAhead(failing, [1], scalars);
  await assertRejects(() => calls.next(), Error, "no call");
  assertEquals(alive(), before);
});

Deno.test("runAhead() takes no item beyond the last and passes each one's index", async () => {
  reset();
  using compiled = compile(add);
  const indices: number[] = [];
  const calls = runAhead(compiled, ["a", "b", "c"], {
    argsOf: (_item, index): [tf.Tensor] => {
      indices.push(index);
      return [tf.scalar(index)];
    },
    free: scalars.free,
  });
  for await (const { result } of calls) result.dispose();
  assertEquals(indices, [0, 1, 2]);
});
