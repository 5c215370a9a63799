import { assertEquals } from "@std/assert";
import { init } from "../../../lib/tensorflow/mod.ts";
import { differences } from "./compare.ts";

await init();

Deno.test("programs composed at random agree op by op, recorded, and on the cpu backend", async () => {
  for (let seed = 1; seed <= 60; seed++) {
    assertEquals(await differences(seed), [], `seed ${seed}`);
  }
});
