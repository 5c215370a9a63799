import { assert, assertEquals, assertMatch } from "@std/assert";

/** Runs a script beside this file and returns what it wrote, if it ended well. */
async function run(
  script: string,
  ...args: string[]
): Promise<{ stdout: string; stderr: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--quiet", "--no-check", "--v8-flags=--expose-gc"],
      new URL(script, import.meta.url).href,
      ...args,
    ],
  });
  const output = await child.output();
  const [stdout, stderr] = [output.stdout, output.stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  );
  const { code, signal } = output;
  assertEquals({ code, signal }, { code: 0, signal: null }, stderr);
  return { stdout, stderr };
}

Deno.test("compiled functions run op by op in debug mode, and the process lives", async () => {
  const { stdout } = await run("./debug_process.ts");
  const [profiled, refused, called, awaited, failed] = JSON.parse(stdout);
  assertEquals([profiled, called, awaited], [6, 6, 6]);
  assertMatch(refused, /must not be in debug mode/);
  assertMatch(failed, /Cannot run Cast/);
});

Deno.test("compiled functions that nobody disposes are freed, with one warning", async () => {
  const { stdout, stderr } = await run("./abandon_process.ts", "1000");
  // 50 MB and more when they were kept
  assert(Number(stdout) < 25, `${stdout} MB of 900 functions`);
  assertEquals(stderr.match(/left without being disposed/g)?.length, 1);
});
