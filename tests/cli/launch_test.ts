import { assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inFolder } from "../support/folder.ts";
import { type Outcome, outcomeOf } from "../support/command.ts";

const PROJECT = new URL("../../", import.meta.url);

/** Has the launcher run a script. */
async function launched(
  sets: string,
  script: string,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> },
): Promise<Outcome> {
  const variables = Object.entries({ INIT_CWD: "", NO_COLOR: "1", ...env });
  return await outcomeOf(
    // Deno must be allowed to run everything to set LD_…, but the shell need not
    new Deno.Command("sh", {
      args: [
        ...["-c", 'exec env "$@"', "sh"],
        ...variables.map(([name, value]) => `${name}=${value}`),
        ...[Deno.execPath(), "run", "-P=launch", "--quiet", "--no-prompt"],
        ...[fileURLToPath(new URL("lib/cli/launch.ts", PROJECT)), sets, "run"],
        ...[script, ...args],
      ],
    }),
  );
}

Deno.test("the launcher grants what is named and nothing else, and ends as the command ends", async () => {
  await inFolder(async (folder) => {
    const script = join(folder, "script.ts");
    await Deno.writeTextFile(
      script,
      `for (const name of ["read", "write"] as const) {
        for (const path of [Deno.args[0].slice("--out=".length), "/etc"]) {
          console.log((await Deno.permissions.query({ name, path })).state);
        }
      }
      Deno.exit(7);`,
    );
    const { code, stdout, stderr } = await launched("download", script, {
      args: [`--out=${join(folder, "run")}`],
    });
    assertEquals([code, stderr], [7, ""]);
    assertEquals(stdout, "granted\nprompt\n".repeat(2));
  });
});

Deno.test("a command starts programs while variables of the dynamic linker are set", async () => {
  await inFolder(async (folder) => {
    const script = join(folder, "script.ts");
    const library = new URL("lib/tensorflow/library/run_command.ts", PROJECT);
    await Deno.writeTextFile(
      script,
      `import { runCommand } from "${library}";
      const names = "import os; print([os.environ.get(name) for name in ('LD_LIBRARY_PATH', 'LD_X')])";
      console.log(JSON.stringify(await runCommand("python3", ["-c", names])));
      console.log(Deno.env.get("LD_LIBRARY_PATH"));`,
    );
    const env = { LD_LIBRARY_PATH: "/cuda", LD_X: "x" };
    const { stdout, stderr } = await launched("cuda+python", script, { env });
    assertEquals(stderr, "");
    assertEquals(stdout, `{"ok":true,"stdout":"['', '']"}\n/cuda\n`);
  });
});

Deno.test("the launcher says that no memory is left when V8 reaches its limit", async () => {
  await inFolder(async (folder) => {
    const script = join(folder, "script.ts");
    await Deno.writeTextFile(
      script,
      `const kept = [];
      for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => ({ i })));`,
    );
    const limit = "--v8-flags=--max-old-space-size=50";
    const { code, stderr } = await launched("download", limit, {
      args: [script],
    });
    assertEquals(code, 2);
    assertMatch(
      stderr.trimEnd().split("\n").at(-1)!,
      /^Cannot go on: the command was ended by SIG[A-Z]+, as it is when no memory is left; end other programs, /,
    );
  });
});
