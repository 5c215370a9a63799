import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  checkDeno,
  checkJupyter,
  checkPython,
  checkWebGpu,
} from "../../../lib/cli/doctor/tools.ts";
import { NO_PROGRAM, writeProgram } from "../../support/program.ts";
import {
  fakePython,
  temporaryFolder,
} from "../../tensorflow/library/fixtures.ts";

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
