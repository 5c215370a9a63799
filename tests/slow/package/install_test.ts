import { assertEquals, assertStringIncludes } from "@std/assert";
import { jsrRegistry, npmRegistry, published, scope } from "./registries.ts";
import { asStranger, program, type Stranger } from "./stranger.ts";

const path = import.meta.resolve("../../../lib/tensorflow/mod.ts");

/** Checks the types, and trains. */
async function trains(
  { write, deno }: Stranger,
  from: string,
  env: Record<string, string> = {},
): Promise<void> {
  await write("main.ts", program(from));
  // The project's own check reads the same files as a path does
  const check = from === path ? [] : ["--check"];
  const run = await deno(["run", "-A", ...check, "main.ts"], env);
  assertEquals([run.code, run.stdout], [0, "5.0\n"], run.stderr);
}

Deno.test("a program in an empty folder trains a model with lib/tensorflow by its path", async () => {
  await asStranger((stranger) => trains(stranger, path));
});

Deno.test("a program in an empty folder trains a model with the npm package", async () => {
  await asStranger(async (stranger) => {
    await using registry = await npmRegistry(stranger.folder);
    await stranger.write(".npmrc", `${scope}:registry=${registry.url}\n`);
    await stranger.write("deno.json", "{}");
    await stranger.lock(registry.locked);
    await trains(stranger, `npm:${published}`);
  });
});

Deno.test("a program in an empty folder trains a model with the JSR package", async () => {
  await asStranger(async (stranger) => {
    await using registry = await jsrRegistry();
    await trains(stranger, `jsr:${published}`, { JSR_URL: registry.url });
  });
});

Deno.test("init() names all permissions at once, and is content with them", async () => {
  await asStranger(async ({ write, deno, library }) => {
    await write("main.ts", program(path));
    const refused = await deno(["run", "--no-prompt", "main.ts"]);
    assertStringIncludes(refused.stderr, "PermissionError: Cannot load");
    const [, flags] = /^ {2}(--allow-env.*)$/m.exec(refused.stderr)!;
    // As a shell does
    const words = flags.replaceAll(/"\$\{TENSORFLOW_DIR:-.*?"/g, library);
    const granted = await deno(
      ["run", "--no-prompt", ...words.split(" "), "main.ts"],
    );
    assertEquals(granted.stdout, "5.0\n", granted.stderr);
  });
});
