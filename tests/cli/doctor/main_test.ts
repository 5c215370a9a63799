import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { canTrain } from "../../../lib/cli/doctor/main.ts";
import { type Finding } from "../../../lib/cli/doctor/finding.ts";
import { outcomeOf } from "../../support/command.ts";

Deno.test("canTrain() needs Deno, and TensorFlow or a real WebGPU", () => {
  const finding = (name: string, ok: boolean, trains = false): Finding => (
    { name, ok, trains, text: "" }
  );
  const deno = finding("Deno", true);
  assertEquals(canTrain([deno, finding("TensorFlow", true, true)]), true);
  assertEquals(canTrain([deno, finding("WebGPU", true, true)]), true);
  assertEquals(canTrain([deno, finding("WebGPU", true, false)]), false);
  assertEquals(
    canTrain([finding("Deno", false), finding("TensorFlow", true, true)]),
    false,
  );
});

Deno.test("deno task doctor refuses an unknown flag with code 2", async () => {
  const script =
    new URL("../../../lib/cli/doctor/main.ts", import.meta.url).pathname;
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", script, "--nonsense"],
  }).output();
  assertEquals(code, 2);
  assertStringIncludes(new TextDecoder().decode(stderr), "--nonsense");
});

Deno.test({
  name: "deno task doctor ends with one line when its output is full",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const script = new URL("../../../lib/cli/doctor/main.ts", import.meta.url);
    const { code, stderr } = await outcomeOf(
      new Deno.Command("sh", {
        args: [
          ...["-c", '"$@" > /dev/full', "sh"],
          ...[Deno.execPath(), "run", "--quiet", script.pathname],
        ],
      }),
    );
    assertEquals(code, 2);
    assertMatch(stderr, /^Cannot write results to standard output: .*\n$/);
  },
});
