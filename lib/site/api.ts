/** The documentation of lib's modules, by `deno doc`. @module */
import { join, posix } from "node:path";
import type { FolderFile } from "../files/atomic_folder.ts";
import { FileError } from "../files/errors.ts";
import { siteTitle } from "./layout.ts";

/**
 * The modules, in the order of the page. Of lib/tensorflow they are the parts of mod.ts
 * without `tf`: TensorFlow.js alone would be ten times as large as all others.
 */
export const apiModules = [
  "tensorflow/init.ts",
  "tensorflow/recording/compile.ts",
  "tensorflow/recording/run_ahead.ts",
  "tensorflow/models/record_models.ts",
  "tensorflow/ops/mod.ts",
  "tensorflow/layers/mod.ts",
  "tensorflow/linalg/mod.ts",
  "tensorflow/node/mod.ts",
  "tensorflow/summary/mod.ts",
  "tensorflow/random/seed.ts",
  "tensorflow/library/mod.ts",
  "data/mod.ts",
  "model/network.ts",
  "training/loop.ts",
  "training/recipes/recipes.ts",
  "evaluation/mod.ts",
  "plots/mod.ts",
  "jupyter/mod.ts",
  "widgets/mod.ts",
  "backprop/mod.ts",
] as const;

/** Something that a module exports, or a member of it. */
export interface ApiSymbol {
  readonly name: string;
  /** `Function`, for example. */
  readonly kind: string;
  /** Its module, as {@linkcode apiModules} names it. */
  readonly module: string;
  /** The first sentence of its documentation. */
  readonly summary: string;
  /** From the folder of the documentation. */
  readonly page: string;
}

/** The documentation. */
export interface Api {
  readonly symbols: readonly ApiSymbol[];
  /** By paths from its folder, without the page that lists them all. */
  readonly files: readonly FolderFile[];
}

/**
 * Runs `deno doc`, which takes some seconds.
 *
 * @param root The project's folder.
 * @param temporary Where a folder is made and removed again.
 * @throws {FileError} with the first line of what it says, if it fails.
 */
export async function documentApi(
  root: string,
  temporary: string,
): Promise<Api> {
  const folder = await Deno.makeTempDir({ dir: temporary, prefix: "api-" });
  try {
    await runDoc(root, folder);
    const files = withPlainNames(await readFolder(folder));
    const index = files.find(({ path }) => path === "search_index.js");
    return {
      symbols: symbolsIn(new TextDecoder().decode(index?.bytes)),
      // Empty, where no module is the main one
      files: files.filter(({ path }) => path !== "index.html"),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function runDoc(root: string, folder: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "doc",
      "--quiet",
      "--html",
      `--name=${siteTitle}`,
      `--output=${folder}`,
      ...apiModules.map((module) => `lib/${module}`),
    ],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return;
  const [line] = new TextDecoder().decode(stderr).trim().split("\n");
  throw new FileError(`Cannot document lib: deno doc says: ${line}`);
}

async function readFolder(root: string, from = ""): Promise<FolderFile[]> {
  const files: FolderFile[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(root, from))) {
    const path = posix.join(from, name);
    if (isDirectory) files.push(...await readFolder(root, path));
    else files.push({ path, bytes: await Deno.readFile(join(root, path)) });
  }
  return files;
}

/**
 * The same files without `%2F` in their names: deno doc names files so, and servers take
 * its links to them as paths with a `/`.
 */
export function withPlainNames(files: readonly FolderFile[]): FolderFile[] {
  const names = files.map(({ path }) => posix.basename(path))
    .filter((name) => name.includes("%2F"));
  const plain = (text: string) =>
    names.reduce(
      (text, name) => text.replaceAll(name, name.replaceAll("%2F", "_")),
      text,
    );
  const [decoder, encoder] = [new TextDecoder(), new TextEncoder()];
  return files.map(({ path, bytes }) => {
    const text = /\.(html|js)$/.test(path) ? decoder.decode(bytes) : "";
    return {
      path: plain(path),
      bytes: text.includes("%2F") ? encoder.encode(plain(text)) : bytes,
    };
  });
}

/** What the index of deno doc's own search lists. */
export function symbolsIn(script: string): ApiSymbol[] {
  const json = /DENO_DOC_SEARCH_INDEX = (\{.*\});?\s*$/m.exec(script)?.[1];
  if (json === undefined) {
    throw new FileError(
      "Cannot document lib: deno doc must write an index: it has none that is known here",
    );
  }
  const { nodes }: { nodes: SearchNode[] } = JSON.parse(json);
  return nodes.map(({ name, kind, file, doc, url }) => ({
    name,
    kind: kind[0].title,
    module: file,
    summary: firstSentence(doc),
    page: posix.normalize(url),
  }));
}

/** deno doc joins paragraphs without a space. */
function firstSentence(doc: string): string {
  const plain = doc.replaceAll(/\{@link(?:code)? ([^}]*)\}/g, "$1");
  return /^.*?[^.][.?!](?=\s+[A-Z\d`]|[A-Z]|$)/s.exec(plain)?.[0] ?? plain;
}

interface SearchNode {
  readonly name: string;
  readonly kind: readonly { readonly title: string }[];
  readonly file: string;
  readonly doc: string;
  readonly url: string;
}
