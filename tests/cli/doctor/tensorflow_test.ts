import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { checkTensorFlow } from "../../../lib/cli/doctor/tensorflow.ts";
import {
  isolated,
  temporaryFolder,
  writeEnvironment,
  writeLibraries,
} from "../../tensorflow/library/fixtures.ts";

Deno.test("checkTensorFlow() opens what it finds", async () => {
  await using root = await temporaryFolder();
  const named = join(root.path, "named");
  await writeLibraries(named);
  const options = isolated(root.path, {
    variables: { TENSORFLOW_DIR: named },
  });
  const opened = await checkTensorFlow(
    ({ cc }) => Promise.resolve(`9.9 from ${cc}`),
    options,
  );
  assertEquals(opened, {
    name: "TensorFlow",
    ok: true,
    text: `9.9 from ${join(named, "libtensorflow_cc.so.2")}\n` +
      `in ${named} (named by TENSORFLOW_DIR)`,
    trains: true,
  });
  const closed = await checkTensorFlow(
    () => Promise.reject(new Error("undefined symbol")),
    options,
  );
  assertEquals([closed.ok, closed.trains], [false, undefined]);
  assertStringIncludes(closed.text, "does not open: undefined symbol");
});

Deno.test("checkTensorFlow() tells how to use a GPU that lies idle", async () => {
  await using root = await temporaryFolder();
  const text = async (cuda: boolean) => {
    const venv = join(root.path, String(cuda));
    await writeEnvironment(venv, { cuda });
    const options = isolated(root.path, {
      variables: { VIRTUAL_ENV: venv },
      gpu: true,
    });
    const open = () => Promise.resolve("9.9");
    return (await checkTensorFlow(open, options)).text;
  };
  assertStringIncludes(await text(false), "tensorflow[and-cuda]==2.21.0");
  assertEquals((await text(true)).includes("and-cuda"), false);
});

Deno.test("checkTensorFlow() says what was searched and how to get it", async () => {
  await using root = await temporaryFolder();
  const open = () => Promise.reject(new Error("must not be opened"));
  const missing = await checkTensorFlow(
    open,
    isolated(root.path, { download: false }),
  );
  assertEquals(missing.command, "deno task doctor --fetch");
  assertStringIncludes(missing.text, "TENSORFLOW_DIR: not set");
  const wrong = await checkTensorFlow(
    open,
    isolated(root.path, {
      download: false,
      variables: { TENSORFLOW_DIR: join(root.path, "none") },
    }),
  );
  assertEquals([wrong.ok, wrong.command], [false, undefined]);
  assertStringIncludes(wrong.text, "Correct the variable");
});
