import { assertEquals } from "@std/assert";
import { join } from "node:path";

const root = join(import.meta.dirname!, "..", "..");

/** Rooms with a public module. */
const rooms = [
  "backprop",
  "data",
  "evaluation",
  "jupyter",
  "plots",
  "tensorflow",
];

/** Types of npm packages, which `deno doc` mistakes for private ones of ours. */
const foreign = [
  "Data",
  "LayersModel",
  "Layout",
  "LayoutAxis",
  "Tensor",
  "Tensor1D",
];
/** What `deno doc` takes for undocumented: TensorFlow.js itself. */
const reexported = ["/node_modules/", "/lib/tensorflow/tfjs.ts:"];

Deno.test("public modules pass deno doc --lint", async () => {
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--lint", ...rooms.map((room) => `lib/${room}/mod.ts`)],
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
