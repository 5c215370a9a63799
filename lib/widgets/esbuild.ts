/** esbuild as WebAssembly: TypeScript in, one script for browsers out. @module */
import { createRequire } from "node:module";
import type { BuildOptions, OnResolveResult, PluginBuild } from "esbuild-wasm";
import * as esbuild from "esbuild-wasm/esm/browser.min.js";

/** Options of {@linkcode bundleScript}. */
export interface ScriptOptions
  extends Pick<BuildOptions, "format" | "globalName" | "define"> {
  /** The path of its file. */
  readonly entry: string;
  /** Where an import of a file leads. */
  readonly resolve: (path: string, importer: string) => OnResolveResult;
}

/** Bundles and minifies a module with all that it imports. */
export async function bundleScript(
  { entry, resolve, ...options }: ScriptOptions,
): Promise<string> {
  await (started ??= start());
  const { outputFiles } = await esbuild.build({
    ...options,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    target: "es2022",
    plugins: [{
      // As WebAssembly, esbuild can't open files itself
      name: "files",
      setup(build: PluginBuild) {
        build.onResolve(
          { filter: /.*/ },
          ({ path, importer }) =>
            importer === "" ? { path } : resolve(path, importer),
        );
        build.onLoad({ filter: /.*/ }, async ({ path }) => ({
          contents: (await Deno.readTextFile(path))
            .replace(/\n\/\/# sourceMappingURL=.*/, ""),
          loader: path.endsWith(".ts") ? "ts" : "js",
        }));
      },
    }],
  });
  return outputFiles[0].text;
}

let started: Promise<void> | undefined;

/** Once per process. */
async function start(): Promise<void> {
  const require = createRequire(import.meta.url);
  const wasm = await Deno.readFile(
    require.resolve("esbuild-wasm/esbuild.wasm"),
  );
  await esbuild.initialize({
    wasmModule: await WebAssembly.compile(wasm),
    worker: false,
  });
}
