/**
 * Runs the published specs of tfjs-node (pictures, files, callbacks, TensorBoard,
 * SavedModels) on our backend, and prints a line of counts. The package lacks the
 * pictures and models that 40 of them read; give the folder `tfjs-node` of
 * TensorFlow.js's sources to run these, too:
 *
 *     deno run -A tests/conformance/tfjs_node.ts [FOLDER]
 *
 * @module
 */
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import jasmineCore from "jasmine-core";
import { requireTensorFlowBackend } from "../../lib/tensorflow/backend/active.ts";
import { init } from "../../lib/tensorflow/mod.ts";
import { answerRequire } from "../../lib/tensorflow/node/require.ts";
import { loadTests } from "./bundle.ts";

/** Specs that may fail, with reasons. */
const EXCLUSIONS: Readonly<Record<string, string>> = {
  "decode images decode jpeg node bindings do not leak":
    "It allows the process 1 MB in 100,000 calls, without asking V8 to collect garbage: that passes by chance.",
  "SavedModel throw error when input tensors do not match input ops":
    "The error says the same in our words.",
  "conv3d dilations CPU should throw error on dilations >1":
    "The spec expects an error, because TensorFlow had no dilated volumes on CPUs; it has.",
};

const FILES = [
  ...["callbacks", "tensorboard", "index", "int64_tensors", "tfjs_binding"],
  ...["nodejs_kernel_backend", "io/file_system", "io/io_utils"],
  "io/node_http",
];
const FILES_WITH_OBJECTS = ["image", "saved_model"];

interface Result {
  readonly fullName: string;
  readonly status: string;
  readonly failedExpectations: readonly { readonly message: string }[];
}

type Load = (request: string, ...rest: unknown[]) => unknown;

/** Node's members, which its types leave out. */
const loader = Module as unknown as {
  _load: Load;
  _resolveFilename: Load;
};

const { version } = await init();
answerRequire();
const [folder] = Deno.args;
const requireHere = createRequire(import.meta.url);
const dist = dirname(
  requireHere.resolve("@tensorflow/tfjs-node-gpu/dist/node.js"),
);

const jasmine = jasmineCore.boot(jasmineCore);
Object.assign(globalThis, { jasmine });
const env = jasmine.getEnv();
const { jasmineUtil } = await loadTests();
jasmineUtil.setTestEnvs([{
  name: "tensorflow",
  backendName: "tensorflow",
  flags: {},
  isDataSync: true,
}]);

/** What the specs require that an installation of tfjs-node would have. */
const replacements: [RegExp, () => unknown][] = [
  [/^\.\.?\/index$/, () => requireHere("@tensorflow/tfjs-node-gpu")],
  [/tfjs_binding\.node$/, () => requireTensorFlowBackend("test").binding],
  [/tfjs-core\/dist\/jasmine_util$/, () => jasmineUtil],
  [/^tmp$/, () => ({ dirSync: () => ({ name: Deno.makeTempDirSync() }) })],
];
const stock = loader._load;
loader._load = (request, ...rest) => {
  const found = replacements.find(([pattern]) => pattern.test(request));
  return found ? found[1]() : stock.call(Module, request, ...rest);
};

const counts = { passed: 0, failed: 0, excluded: 0 };
env.clearReporters();
env.configure({ random: false });
env.addReporter({
  specDone({ fullName, status, failedExpectations }: Result) {
    const name = fullName.replace("test-tensorflow {}", "").trim();
    if (status === "passed") counts.passed++;
    else if (name in EXCLUSIONS) counts.excluded++;
    else {
      counts.failed++;
      const messages = failedExpectations.map(({ message }) => message);
      console.error(`failed: ${name}: ${messages.join("; ")}`);
    }
  },
});
const files = folder ? [...FILES, ...FILES_WITH_OBJECTS] : FILES;
for (const file of files) requireHere(join(dist, `${file}_test.js`));
if (folder) Deno.chdir(folder);
await env.execute();
console.log(
  `${
    Object.values(counts).reduce((sum, one) => sum + one)
  } specs of tfjs-node on TensorFlow ${version}: ${counts.passed} passed, ${counts.failed} failed, ${counts.excluded} left out`,
);
Deno.exit(counts.failed > 0 ? 1 : 0);
