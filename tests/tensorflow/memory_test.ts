import { assert, assertEquals } from "@std/assert";

// V8's optimizing compilers take up to 3 MiB for what gets hot in the first 30,000
// calls, and its young generation grows by as much as it likes. Both come to an
// end, but hide 10 bytes a call; without them all growth is the calls' own.
const FLAGS =
  "--v8-flags=--expose-gc,--no-opt,--no-maglev,--max-semi-space-size=1";

Deno.test("recorded calls leave no memory behind", async () => {
  const script = new URL("./memory_process.ts", import.meta.url).href;
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", FLAGS, script, "100000", "1000"],
    stdout: "piped",
    stderr: "inherit",
  }).output();
  assert(success);
  const sizes: number[] = JSON.parse(new TextDecoder().decode(stdout));
  assertEquals(sizes.length, 100);
  const growth = sizes[99] - sizes[0];
  assert(growth <= 2 ** 20, `${growth} bytes in calls 1,001 to 100,000`);
});
