/** The page as a folder of files that any static host serves. @module */
import { join } from "node:path";
import { parseModelJson } from "../model/files/model_json.ts";
import { readModelFile, readWeights } from "../model/files/weights_file.ts";
import { bundle } from "./bundle.ts";
import { type DemoFile, hashedFile, shortDigest } from "./file.ts";
import type { Files } from "./page/files.ts";
import {
  readTensorFlowModules,
  type TensorFlowModules,
} from "./tensorflow_modules.ts";

/** A hundred times the size for our network. */
const MAX_JSON_BYTES = 1024 * 1024;

const encoder = new TextEncoder();

/**
 * Builds the page for one model: scripts, TensorFlow.js, the model as it was saved.
 * All links are relative, so it works in any folder of a host.
 *
 * @param model Folder with `model.json` and its weights.
 * @returns The files, `index.html` among them.
 * @throws {ModelError} if the model is missing or damaged.
 */
export async function buildDemo(model: string): Promise<DemoFile[]> {
  const [modelFiles, tensorflow, style, icon, examples] = await Promise.all([
    readModel(model),
    readTensorFlowModules(),
    pageFile("style.css"),
    pageFile("icon.svg"),
    pageFile("examples.png"),
  ]);
  const { modules, wasm } = tensorflow;
  const pictureWorker = await hashedFile(
    "picture_worker.js",
    await bundle("input/picture_worker.ts"),
  );
  const files: Files = {
    model: modelFiles[0].path,
    wasm: wasm.path,
    examples: examples.path,
    pictureWorker: pictureWorker.path,
    serviceWorker: "service_worker.js",
  };
  const main = await hashedFile(
    "main.js",
    await bundle("main.ts", {
      constants: { FILES: files },
      tensorflow: modules,
    }),
  );
  const named = [
    {
      path: "index.html",
      bytes: await pageText({ main, style, icon, files, tensorflow }),
    },
    { path: "manifest.webmanifest", bytes: manifest(icon) },
  ];
  const all = [
    ...named,
    ...[main, style, icon, examples, pictureWorker, wasm],
    ...Object.values(modules),
    ...modelFiles,
  ];
  return [...all, await serviceWorker(all, files.serviceWorker)];
}

/** The model's two files, in a folder named after their content. */
async function readModel(folder: string): Promise<DemoFile[]> {
  const path = join(folder, "model.json");
  const json = await readModelFile(path, MAX_JSON_BYTES);
  const description = parseModelJson(json, path);
  const weights = await readWeights(folder, description);
  // The weights' digest is part of the JSON
  const under = `model-${await shortDigest(json)}`;
  return [
    { path: `${under}/model.json`, bytes: json },
    { path: `${under}/${description.weightsFile}`, bytes: weights },
  ];
}

async function pageFile(name: string): Promise<DemoFile> {
  return await hashedFile(name, await Deno.readFile(pageUrl(name)));
}

function pageUrl(name: string): URL {
  return new URL(`page/${name}`, import.meta.url);
}

interface PageParts {
  readonly main: DemoFile;
  readonly style: DemoFile;
  readonly icon: DemoFile;
  readonly files: Files;
  readonly tensorflow: TensorFlowModules;
}

async function pageText(
  { main, style, icon, files, tensorflow: { modules } }: PageParts,
): Promise<Uint8Array<ArrayBuffer>> {
  // What the first answer needs is fetched at once, not one after the other
  const scripts = [
    modules["tfjs-core"],
    modules["tfjs-layers"],
    modules["tfjs-backend-wasm"],
  ].map(({ path }) => `<link rel="modulepreload" href="${path}">`);
  const data = [files.wasm, files.model].map((path) =>
    `<link rel="preload" as="fetch" crossorigin href="${path}">`
  );
  const parts: Record<string, string> = {
    main: main.path,
    style: style.path,
    icon: icon.path,
    preloads: [...scripts, ...data].join("\n"),
  };
  const html = await Deno.readTextFile(pageUrl("index.html"));
  return encoder.encode(
    html.replace(/\{\{ (\w+) \}\}/g, (_, key) => parts[key]),
  );
}

function manifest(icon: DemoFile): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify({
    name: "Draw a digit",
    start_url: ".",
    display: "standalone",
    background_color: "#f4f2ec",
    icons: [{ src: icon.path, sizes: "any", type: "image/svg+xml" }],
  }));
}

/** The script that keeps all files for times without a network. */
async function serviceWorker(
  files: readonly DemoFile[],
  path: string,
): Promise<DemoFile> {
  const digests = await Promise.all(
    files.map(({ bytes }) => shortDigest(bytes)),
  );
  const constants = {
    VERSION: await shortDigest(encoder.encode(digests.join())),
    // The folder itself is how the page is opened
    PATHS: files.map(({ path }) => path === "index.html" ? "./" : path),
  };
  const code = await bundle("service_worker.ts", { constants });
  return { path, bytes: encoder.encode(code) };
}
