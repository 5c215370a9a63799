import { assertEquals } from "@std/assert";
import { join } from "node:path";
import member from "../../lib/tensorflow/deno.json" with { type: "json" };

const root = join(import.meta.dirname!, "..", "..");

/** Public modules. */
const modules = [
  "backprop/mod.ts",
  "data/mod.ts",
  "evaluation/mod.ts",
  "jupyter/mod.ts",
  "plots/mod.ts",
  ...Object.values(member.exports).map((path) => join("tensorflow", path)),
];

/** Types of npm packages, which `deno doc` mistakes for private ones of ours. */
const foreign = [
  "Data",
  "LayersModel",
  "Layout",
  "LayoutAxis",
  "Tensor",
  "Tensor1D",
  "linalg",
  "node",
  "version",
];
/** What `deno doc` takes for undocumented: TensorFlow.js itself. */
const reexported = ["/node_modules/", "/lib/tensorflow/tfjs.ts:"];

Deno.test("public modules pass deno doc --lint", async () => {
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--lint", ...modules.map((path) => join("lib", path))],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const faults = new TextDecoder().decode(stderr)
    .matchAll(/^error\[[^\]]+\]: (.*)\n +--> (.*)$/gm)
    .map(([, fault, place]) => `${fault} (${place})`)
    .filter((fault) =>
      !reexported.some((place) => fault.includes(place)) &&
      !foreign.some((type) =>
        fault.includes(`references private type '${type}'`)
      )
    );
  assertEquals([...faults], []);
});
