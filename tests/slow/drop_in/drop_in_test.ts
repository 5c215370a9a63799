import { assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import {
  jsrRegistry,
  npmRegistry,
  published,
  scope,
} from "../package/registries.ts";
import { asStranger, type Stranger } from "../package/stranger.ts";
import { link } from "../../support/folder.ts";

const path = import.meta.resolve("../../../lib/tensorflow/tfjs_node.ts");

/** A program as the documentation of tfjs-node has it. */
const PROGRAM = `
import { norm, type Tensor } from "@tensorflow/tfjs-core";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import { Sequential } from "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-node";
import fs from "node:fs";

const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: "relu", inputShape: [3] }));
model.add(tf.layers.dense({ units: 1 }));
model.compile({ optimizer: tf.train.adam(0.05), loss: "meanSquaredError" });
const x = tf.randomUniform([64, 3]);
const y: Tensor = x.sum(1, true);
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
  parts: norm === tf.norm && model instanceof Sequential && loadGraphModel === tf.loadGraphModel,
  bytes: saved.modelArtifactsInfo!.weightDataBytes,
}));
`;

/** deno.json with the lines that point tfjs-node's names to the engine. */
function settings(engine: string, more: Record<string, unknown> = {}): string {
  const parts = ["tfjs-core", "tfjs-layers", "tfjs-converter"];
  const names = ["tfjs", "tfjs-node", "tfjs-node-gpu", ...parts];
  const imports = names.map((name) => [`@tensorflow/${name}`, engine]);
  return JSON.stringify({ imports: Object.fromEntries(imports), ...more });
}

/** Writes files by their paths. */
async function writeAll(
  { folder, write }: Stranger,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await Deno.mkdir(join(folder, dirname(path)), { recursive: true });
    await write(path, content);
  }
}

/** What a program prints after "result". */
async function resultOf(
  { deno }: Stranger,
  words: string[],
  env: Record<string, string> = {},
): Promise<unknown> {
  const run = await deno(["run", "-A", ...words], env);
  assertEquals(run.code, 0, run.stderr);
  const line = run.stdout.split("\n").find((one) => one.startsWith("result "));
  return JSON.parse(line!.slice("result ".length));
}

/** Runs the program that was written for tfjs-node. */
async function runs(
  stranger: Stranger,
  engine: string,
  words: string[],
  env: Record<string, string> = {},
): Promise<void> {
  const files = { "deno.json": settings(engine), "main.ts": PROGRAM };
  await writeAll(stranger, files);
  assertEquals(await resultOf(stranger, [...words, "main.ts"], env), {
    backend: "tensorflow",
    learned: true,
    same: true,
    files: ["model.json", "weights.bin"],
    logs: ["train"],
    image: [2, 3, 3],
    parts: true,
    bytes: 41 * 4,
  });
}

Deno.test("a program written for tfjs-node runs on the engine by its path", async () => {
  await asStranger((stranger) => runs(stranger, path, []));
});

Deno.test("a program written for tfjs-node runs on the npm package, and its types hold", async () => {
  await asStranger(async (stranger) => {
    await using registry = await npmRegistry(stranger.folder);
    await stranger.write(".npmrc", `${scope}:registry=${registry.url}\n`);
    await stranger.lock(registry.locked);
    await runs(stranger, `npm:${published}/tfjs-node`, ["--check"]);
  });
});

Deno.test("a program written for tfjs-node runs on the JSR package", async () => {
  await asStranger(async (stranger) => {
    await using registry = await jsrRegistry();
    const env = { JSR_URL: registry.url };
    await runs(stranger, `jsr:${published}/tfjs-node`, [], env);
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
  await asStranger(async (stranger) => {
    await writeAll(stranger, {
      "deno.json": settings(path),
      "old.cjs": COMMONJS,
      "main.ts": `
import "@tensorflow/tfjs-node";
import old from "./old.cjs";
console.log("result", JSON.stringify(old.info()));
`,
    });
    const preload = `--preload=${path}`;
    assertEquals(await resultOf(stranger, [preload, "old.cjs"]), FOUND);
    assertEquals(await resultOf(stranger, ["main.ts"]), FOUND);
  });
});

Deno.test("npm packages find the engine, as CommonJS and as ES modules", async () => {
  const named = (name: string, more: Record<string, unknown>) =>
    JSON.stringify({ name, version: "4.22.0", main: "index.js", ...more });
  const files = {
    "deno.json": settings(path, { nodeModulesDir: "manual" }),
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
  await asStranger(async (stranger) => {
    await writeAll(stranger, files);
    for (const name of ["@tensorflow/tfjs", "@tensorflow/tfjs-node-gpu"]) {
      const url = import.meta.resolve(`../../../node_modules/${name}`);
      const target = join(stranger.folder, "node_modules", name);
      await link(new URL(url).pathname, target);
    }
    assertEquals(await resultOf(stranger, ["main.ts"]), [
      FOUND,
      "tensorflow",
      "function",
      true,
    ]);
  });
});
