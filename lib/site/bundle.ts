/** The pages' own script: TypeScript in, one small script out. @module */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PluginBuild } from "esbuild-wasm";
import { startEsbuild } from "../widgets/esbuild.ts";

/** Bundles and minifies lib/site/page/site.ts with all that it imports. */
export async function siteScript(): Promise<string> {
  const esbuild = await startEsbuild();
  const { outputFiles } = await esbuild.build({
    entryPoints: [fileURLToPath(import.meta.resolve("./page/site.ts"))],
    bundle: true,
    minify: true,
    write: false,
    // Not a module: browsers load none from a disk
    format: "iife",
    target: "es2022",
    plugins: [{ name: "files", setup: readFiles }],
  });
  return outputFiles[0].text;
}

/** Resolves and loads files, which esbuild can't do as WebAssembly. */
function readFiles(build: PluginBuild): void {
  const require = createRequire(import.meta.url);
  build.onResolve({ filter: /.*/ }, ({ path, importer }) => {
    if (importer === "") return { path };
    if (path.startsWith(".")) return { path: join(dirname(importer), path) };
    // MiniSearch, whose other form is for Node
    const published = dirname(require.resolve(path));
    return { path: join(published, "..", "es", "index.js") };
  });
  build.onLoad({ filter: /.*/ }, async ({ path }) => ({
    contents: (await Deno.readTextFile(path))
      .replace(/\n\/\/# sourceMappingURL=.*/, ""),
    loader: path.endsWith(".ts") ? "ts" : "js",
  }));
}
