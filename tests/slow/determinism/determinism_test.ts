import { assert, assertEquals } from "@std/assert";

const SCRIPT = new URL("./determinism_process.ts", import.meta.url);

async function digests(): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", SCRIPT.href],
  }).output();
  const decoder = new TextDecoder();
  assertEquals(code, 0, decoder.decode(stderr));
  return decoder.decode(stdout);
}

Deno.test("train() comes to the same bits in five processes, resumed or not", async () => {
  const first = await digests();
  const { recorded, "op by op": opByOp } = JSON.parse(first);
  for (const { whole, resumed } of [recorded, opByOp]) {
    assertEquals(resumed, whole);
    assert(/^[0-9a-f]{64}$/.test(whole));
  }
  // Four at once: the threads of each are scheduled in another way
  const others = await Promise.all(Array.from({ length: 4 }, digests));
  assertEquals(others, Array(4).fill(first));
});
