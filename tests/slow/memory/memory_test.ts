import { assert, assertEquals } from "@std/assert";

/** Resident bytes after every 1,000 of 100,000 recorded calls. */
async function sizes(...flags: string[]): Promise<number[]> {
  const script = new URL("./memory_process.ts", import.meta.url).href;
  const v8 = `--v8-flags=${["--expose-gc", ...flags].join()}`;
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", v8, script, "100000", "1000"],
    stdout: "piped",
    stderr: "inherit",
  }).output();
  assert(success);
  const sizes: number[] = JSON.parse(new TextDecoder().decode(stdout));
  assertEquals(sizes.length, 100);
  return sizes;
}

function assertSteady(sizes: number[], calls: number): void {
  const growth = sizes.at(-1)! - sizes[calls / 1000 - 1];
  assert(growth <= 2 ** 20, `${growth} bytes after the first ${calls} calls`);
}

// V8's optimizing compilers take up to 5 MiB for what gets hot in the first 30,000
// calls, and its young generation grows by as much as it likes. Without both, all
// growth is the calls' own: 10 bytes a call would be seen.
Deno.test("recorded calls leave no memory behind", async () => {
  const flags = ["--no-opt", "--no-maglev", "--max-semi-space-size=1"];
  assertSteady(await sizes(...flags), 1_000);
});

Deno.test("optimized, recorded calls leave no memory behind once V8 has settled", async () => {
  assertSteady(await sizes(), 30_000);
});
