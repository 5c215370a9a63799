import { assertEquals, assertMatch } from "@std/assert";
import { outcomeOf } from "../../support/command.ts";

const OUTPUT = new URL("../../../lib/cli/command/output.ts", import.meta.url);

/** Runs a script that may `print` and `say`, with what the shell does to its output. */
function run(script: string, redirection = "") {
  const code = `import { print, say } from "${OUTPUT}"; ${script}`;
  return outcomeOf(
    new Deno.Command("sh", {
      args: [
        ...["-c", `"$@" ${redirection}`, "sh"],
        ...[Deno.execPath(), "eval", code],
      ],
    }),
  );
}

Deno.test("print() writes results to standard output, say() the rest to standard error", async () => {
  const { code, stdout, stderr } = await run('print("1"); say("2");');
  assertEquals([code, stdout, stderr], [0, "1\n", "2\n"]);
});

Deno.test("print() goes on when nobody reads, and says so once", async () => {
  const waiting = 'for (let n = 0; n < 50; n++) { print("x"); ' +
    'await new Promise((done) => setTimeout(done, 10)); } say("end");';
  const { stderr } = await run(waiting, "| true");
  assertMatch(stderr, /^Standard output is closed: .*\nend\n$/);
});

Deno.test({
  name: "print() throws OutputError when standard output is full",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const caught =
      'try { print("1"); } catch (error) { say(`${error.name}: ${error.message}`); }';
    const { stderr } = await run(caught, "> /dev/full");
    assertMatch(
      stderr,
      /^OutputError: Cannot write results to standard output: No space left/,
    );
  },
});
