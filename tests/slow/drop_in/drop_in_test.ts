import { assertEquals } from "@std/assert";
import { inProject } from "./project.ts";

/** A program as the documentation of tfjs-node has it. */
const PROGRAM = `
import * as tf from "@tensorflow/tfjs-node";
import fs from "node:fs";

const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: "relu", inputShape: [3] }));
model.add(tf.layers.dense({ units: 1 }));
model.compile({ optimizer: tf.train.adam(0.05), loss: "meanSquaredError" });
const x = tf.randomUniform([64, 3]);
const y: tf.Tensor = x.sum(1, true);
const { history } = await model.fit(x, y, {
  epochs: 30,
  callbacks: tf.node.tensorBoard("logs"),
});
const folder: string = fs.mkdtempSync("model");
const saved: tf.io.SaveResult = await model.save(\`file://\${folder}\`);
const again = await tf.loadLayersModel(\`file://\${folder}/model.json\`);
const one = tf.ones([1, 3]);
const [a, b] = [model, again].map((each) => (each.predict(one) as tf.Tensor).dataSync()[0]);
const image = tf.node.decodeImage(await tf.node.encodePng(tf.zeros<tf.Rank.R3>([2, 3, 3])));
console.log("result", JSON.stringify({
  backend: tf.getBackend(),
  learned: history.loss.at(-1)! as number < 0.1,
  same: a === b,
  files: fs.readdirSync(folder).sort(),
  logs: fs.readdirSync("logs"),
  image: image.shape,
  bytes: saved.modelArtifactsInfo!.weightDataBytes,
}));
`;

/** What a program printed after "result". */
function resultOf({ code, stdout, stderr }: {
  code: number;
  stdout: string;
  stderr: string;
}): unknown {
  assertEquals(code, 0, stderr);
  const line = stdout.split("\n").find((one) => one.startsWith("result "));
  return JSON.parse(line!.slice("result ".length));
}

Deno.test("a program written for tfjs-node runs, and its types hold", async () => {
  const files = { "main.ts": PROGRAM };
  await inProject(files, { nodeModulesDir: "none" }, async ({ run }) => {
    const outcome = await run("--check", "main.ts");
    assertEquals(resultOf(outcome), {
      backend: "tensorflow",
      learned: true,
      same: true,
      files: ["model.json", "weights.bin"],
      logs: ["train"],
      image: [2, 3, 3],
      bytes: 41 * 4,
    });
    assertEquals(outcome.stdout.includes("Epoch 30 / 30"), true);
  });
});

const COMMONJS = `
const tf = require("@tensorflow/tfjs-node");
const { Tensor } = require("@tensorflow/tfjs-core");
const stock = require("@tensorflow/tfjs");
const gpu = require("@tensorflow/tfjs-node-gpu");
exports.info = () => [
  tf.getBackend(),
  typeof tf.node.decodeJpeg,
  typeof tf.io.fileSystem,
  tf.ones([1]) instanceof Tensor,
  stock.Tensor === Tensor,
  gpu === tf,
];
if (require.main === module) console.log("result", JSON.stringify(exports.info()));
`;

const FOUND = ["tensorflow", "function", "function", true, true, true];

Deno.test("a program in CommonJS finds the engine, loaded before it", async () => {
  const files = {
    "old.cjs": COMMONJS,
    "main.ts": `
import "@tensorflow/tfjs-node";
import old from "./old.cjs";
console.log("result", JSON.stringify(old.info()));
`,
  };
  await inProject(files, { nodeModulesDir: "none" }, async (project) => {
    const { run, preload } = project;
    assertEquals(resultOf(await run(preload, "old.cjs")), FOUND);
    assertEquals(resultOf(await run("main.ts")), FOUND);
  });
});

Deno.test("npm packages find the engine, as CommonJS and as ES modules", async () => {
  const named = (name: string, more: Record<string, unknown>) =>
    JSON.stringify({ name, version: "4.22.0", main: "index.js", ...more });
  const files = {
    "package.json": JSON.stringify({
      dependencies: { old: "4.22.0", new: "4.22.0" },
    }),
    "node_modules/old/package.json": named("old", {}),
    "node_modules/old/index.js": COMMONJS,
    "node_modules/new/package.json": named("new", { type: "module" }),
    "node_modules/new/index.js": `
import * as tf from "@tensorflow/tfjs-node";
export const info = () => [tf.getBackend(), typeof tf.node.decodeJpeg, tf.Tensor];
`,
    // As published, where no add-on was built
    "node_modules/@tensorflow/tfjs-node/package.json": named(
      "@tensorflow/tfjs-node",
      { main: "dist/index.js" },
    ),
    "node_modules/@tensorflow/tfjs-node/dist/index.js": `
exports.node = exports.getBackend = exports.Tensor = void 0;
throw new Error("no add-on");
`,
    "main.ts": `
import * as tf from "@tensorflow/tfjs-node";
import old from "old";
import * as modern from "new";
const [backend, decode, Tensor] = modern.info();
console.log("result", JSON.stringify([old.info(), backend, decode, Tensor === tf.Tensor]));
`,
  };
  await inProject(files, { nodeModulesDir: "manual" }, async (project) => {
    await project.install(["@tensorflow/tfjs", "@tensorflow/tfjs-node-gpu"]);
    assertEquals(resultOf(await project.run("main.ts")), [
      FOUND,
      "tensorflow",
      "function",
      true,
    ]);
  });
});
