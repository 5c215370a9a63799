import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { canTrain } from "../../../lib/cli/doctor/main.ts";
import { type Finding, findingText } from "../../../lib/cli/doctor/finding.ts";
import { checkMnist } from "../../../lib/cli/doctor/mnist.ts";
import { encodeIdx } from "../../../lib/data/idx/format.ts";
import { MNIST_FILES } from "../../../lib/data/mnist/checksums.ts";
import { checkTensorFlow } from "../../../lib/cli/doctor/tensorflow.ts";
import {
  checkDeno,
  checkJupyter,
  checkPython,
  checkWebGpu,
} from "../../../lib/cli/doctor/tools.ts";
import { outcomeOf } from "../../support/command.ts";
import { NO_PROGRAM, writeProgram } from "../../support/program.ts";
import {
  fakePython,
  isolated,
  temporaryFolder,
  writeEnvironment,
  writeLibraries,
} from "../../tensorflow/library/fixtures.ts";

Deno.test("findingText() lines up, with the command under what is missing", () => {
  assertEquals(
    findingText({ name: "Deno", ok: true, text: "2.9.6" }),
    "ok       Deno       2.9.6",
  );
  assertEquals(
    findingText({ name: "MNIST", ok: false, text: "a\nb", command: "get" }),
    "missing  MNIST      a\n" +
      "                    b\n" +
      "                    get it: get",
  );
});

Deno.test("checkDeno() wants 2.9.4 or later", () => {
  const versions = [
    "1.46.3",
    "2.8.9",
    "2.9.3",
    "2.9.4",
    "2.10.0",
    "3.0.0-rc.1",
  ];
  assertEquals(
    versions.map((version) => checkDeno(version).ok),
    [false, false, false, true, true, true],
  );
  assertEquals(checkDeno("2.9.3").command, "deno upgrade");
});

Deno.test("checkPython() names Python's and pip's versions", async () => {
  await using root = await temporaryFolder();
  const python = await fakePython(root.path, {
    wheels: [new Uint8Array(1)],
  });
  const found = await checkPython([python.path]);
  assertEquals([found.ok, found.text], [true, "Python 3.99.0, pip 99.0"]);
  const missing = await checkPython([NO_PROGRAM]);
  assertEquals(missing.ok, false);
  assertStringIncludes(missing.text, "is not installed");
  assertStringIncludes(missing.command ?? "", "install python");
});

Deno.test("checkJupyter() looks for the Deno kernel", async () => {
  const list = (kernels: string) =>
    writeProgram(`echo '{"kernelspecs": ${kernels}}'`);
  const without = await list('{"python3": {"resource_dir": "/p"}}');
  const lacking = await checkJupyter([
    { command: NO_PROGRAM },
    { command: without },
  ]);
  assertEquals(lacking, {
    name: "Jupyter",
    ok: false,
    text: `${NO_PROGRAM}: is not installed\n${without}: has no Deno kernel`,
    command: "deno task lab",
  });
  const jupyter = await list('{"deno": {"resource_dir": "/kernels/deno"}}');
  assertEquals(await checkJupyter([{ command: jupyter }]), {
    name: "Jupyter",
    ok: true,
    text: `${jupyter}\nwith kernel /kernels/deno`,
  });
});

Deno.test("checkWebGpu() trusts hardware alone to train", async () => {
  const gpu = (description: string) => ({
    requestAdapter: () =>
      Promise.resolve({ info: { description } } as unknown as GPUAdapter),
  });
  const none = { requestAdapter: () => Promise.resolve(null) };
  const findings = await Promise.all([
    checkWebGpu(gpu("NVIDIA H200")),
    checkWebGpu(gpu("llvmpipe (LLVM 15.0.6)")),
    checkWebGpu(none),
  ]);
  assertEquals(
    findings.map(({ ok, trains = false }) => [ok, trains]),
    [[true, true], [true, false], [false, false]],
  );
});

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

Deno.test("checkMnist() says what is missing, and where it is fetched", async () => {
  await using root = await temporaryFolder();
  const cacheDir = join(root.path, "mnist");
  const missing = await checkMnist({ mnistDir: "", cacheDir });
  assertEquals(missing.ok, false);
  assertEquals(missing.command, "deno task doctor --fetch");
  assertStringIncludes(missing.text, cacheDir);
  const named = await checkMnist({ mnistDir: root.path, cacheDir });
  assertEquals(named.ok, false);
  assertStringIncludes(named.command ?? "", "set MNIST_DIR");
  assertStringIncludes(named.text, "(folder given by MNIST_DIR)");
});

Deno.test("checkMnist() notices digits that are not MNIST's", async () => {
  await using root = await temporaryFolder();
  for (const { name, shape } of Object.values(MNIST_FILES)) {
    const dimensions = shape.map((length) => length ?? 3);
    const size = dimensions.reduce((product, length) => product * length);
    const bytes = encodeIdx(dimensions, new Uint8Array(size));
    await Deno.writeFile(join(root.path, name), bytes);
  }
  const finding = await checkMnist({ mnistDir: root.path });
  assertEquals(finding.ok, false);
  assertStringIncludes(finding.text, "SHA-256");
});

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
