import { assert, assertEquals } from "@std/assert";
import { freeAddresses } from "../../support/cluster.ts";
import type { Trained } from "./worker.ts";

async function trained(
  workers: readonly string[],
  task: number,
): Promise<Trained> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-q", "--no-check", "--no-prompt", "-P=tensorflow"],
      new URL("worker.ts", import.meta.url).pathname,
      JSON.stringify({ workers, task }),
    ],
    stderr: "null",
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("two tasks train as one does, and end with the same weights", async () => {
  const workers = freeAddresses(2);
  const [alone, chief, other] = await Promise.all([
    trained(workers.slice(0, 1), 0),
    trained(workers, 0),
    trained(workers, 1),
  ]);
  assertEquals(chief, other);
  assertEquals(alone.losses.length, 8);
  const pairs = [alone, chief].map(({ losses, scores }) => [
    ...losses,
    ...scores.map(([loss]) => loss),
  ]);
  pairs[0].forEach((loss, index) => {
    const difference = Math.abs(pairs[1][index] - loss) / loss;
    // Sums are rounded differently, and later an input of a ReLU may be on the other
    // side of 0 for it
    const tolerance = index < 3 ? 1e-6 : 1e-3;
    assert(difference < tolerance, `step ${index}: ${difference}`);
  });
});
