import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { checkDeno, fullOrQuick } from "../../lib/jupyter/start.ts";

Deno.test("checkDeno() rejects a Deno whose Jupyter kernel hides errors", () => {
  for (const version of ["2.9.4", "2.9.6", "2.10.0", "3.0.0", "2.9.5+abc"]) {
    checkDeno(version);
  }
  for (const version of ["2.9.3", "2.8.9", "1.46.3"]) {
    assertThrows(
      () => checkDeno(version),
      Error,
      `current value is ${version}`,
    );
  }
});

/** What a program prints that imports from lib/jupyter. */
async function outputOf(program: string, env: Record<string, string> = {}) {
  const folder = import.meta.resolve("../../lib/jupyter/");
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", program.replaceAll("jupyter/", folder)],
    env,
  }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("start() loads plotly with an output that is not saved", async () => {
  const output = await outputOf(`
    import { redirect } from "jupyter/kernel.ts";
    import { start } from "jupyter/start.ts";
    redirect({ broadcast: (type, { metadata, data }) =>
      console.log(type, metadata, data["text/html"].includes("plotlyReady")) });
    console.log(await start());
    Deno.exit();`);
  const [message, versions] = output.split("\n");
  assertEquals(message, 'display_data { "plotly-loader": true } true');
  assertStringIncludes(versions, `Deno ${Deno.version.deno}, TypeScript`);
});

Deno.test("fullOrQuick() takes few steps if NOTEBOOKS_QUICK is 1", async () => {
  assertEquals(fullOrQuick(100, 2), 100);
  const program = `import { fullOrQuick } from "jupyter/start.ts";
    console.log(fullOrQuick(100, 2));`;
  assertEquals(await outputOf(program, { NOTEBOOKS_QUICK: "1" }), "2\n");
});
