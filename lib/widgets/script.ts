/** The scripts of widgets: TypeScript in, one small script out. @module */
import { createHash } from "node:crypto";
import type { PluginBuild } from "esbuild-wasm";
import { startEsbuild } from "./esbuild.ts";

/** A script that defines one custom element. */
export interface ElementScript {
  /** The element's name, for example `learning-rate-widget-1f2e3d4c`. */
  readonly name: string;
  /** JavaScript that may run any number of times on a page. */
  readonly code: string;
}

const scripts = new Map<string, Promise<ElementScript>>();

/**
 * Bundles and minifies a module of lib/widgets/elements with all that it imports,
 * once per process.
 *
 * The name ends with a digest of the script: a page can have outputs of two
 * versions of the library, and a name is defined once for good.
 *
 * @param name Of the module, without `.ts`; its default export is the element's class
 */
export function elementScript(name: string): Promise<ElementScript> {
  let script = scripts.get(name);
  if (!script) scripts.set(name, script = bundle(name));
  return script;
}

async function bundle(module: string): Promise<ElementScript> {
  const esbuild = await startEsbuild();
  const { outputFiles } = await esbuild.build({
    entryPoints: [import.meta.resolve(`./elements/${module}.ts`)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    globalName: "widget",
    target: "es2022",
    plugins: [{ name: "files", setup: readFiles }],
  });
  const code = outputFiles[0].text.trim();
  const digest = createHash("sha256").update(code).digest("hex").slice(0, 8);
  const name = `${module.replaceAll("_", "-")}-widget-${digest}`;
  return {
    name,
    code: `(()=>{if(customElements.get("${name}"))return;${code}` +
      `customElements.define("${name}",widget.default)})()`,
  };
}

/** Resolves and loads files of the project, which esbuild can't do as WebAssembly. */
function readFiles(build: PluginBuild): void {
  build.onResolve({ filter: /.*/ }, ({ path, importer }) => {
    if (!path.startsWith(".") && importer !== "") {
      throw new Error(
        `Cannot bundle a widget: its modules must import files of the project only: current value is "${path}" in ${importer}`,
      );
    }
    const url = importer === "" ? path : new URL(path, importer).href;
    return { path: url, namespace: "project", sideEffects: false };
  });
  build.onLoad({ filter: /.*/, namespace: "project" }, async ({ path }) => ({
    contents: await Deno.readTextFile(new URL(path)),
    loader: "ts",
  }));
}
