import { assertEquals, assertRejects } from "@std/assert";
import { init, tf } from "../../../../lib/tensorflow/mod.ts";

await init();

/** Data whose elements all throw from the second on. */
const failing = () =>
  tf.data.array([0, 1, 2, 3, 4, 5]).map((value) => {
    if ((value as number) > 0) throw new Error(`no ${value}`);
    return value;
  });

Deno.test("elements that fail ahead of their turn throw when it comes", async () => {
  for (
    const data of [failing().prefetch(4), failing().shuffle(4, "1")]
  ) {
    await assertRejects(() => data.toArray(), Error, "no ");
    // Nobody awaits what was asked for behind it
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assertEquals(await failing().prefetch(4).take(1).toArray(), [0]);
});
