/** The page's own scripts: TypeScript in, modules for the browser out. @module */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PluginBuild } from "esbuild-wasm";
import { startEsbuild } from "../widgets/esbuild.ts";
import type { TensorFlowModules } from "./tensorflow_modules.ts";

/** Options of {@linkcode bundle}. */
export interface BundleOptions {
  /** Constants that the script finds as global names. */
  readonly constants?: Readonly<Record<string, unknown>>;
  /** What imports of TensorFlow.js lead to; without it, they are refused. */
  readonly tensorflow?: TensorFlowModules["modules"];
}

/**
 * Bundles and minifies a module of lib/demo/page with all files of the project that
 * it imports.
 *
 * @param entry From lib/demo/page: `main.ts`
 */
export async function bundle(
  entry: string,
  { constants = {}, tensorflow }: BundleOptions = {},
): Promise<string> {
  const esbuild = await startEsbuild();
  const { outputFiles } = await esbuild.build({
    entryPoints: [inPage(entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    define: Object.fromEntries(
      Object.entries(constants)
        .map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    plugins: [{
      name: "files",
      setup: (build: PluginBuild) => resolveFiles(build, tensorflow),
    }],
  });
  return outputFiles[0].text;
}

/** The library's engine, in whose place the page has TensorFlow.js for browsers. */
const engine = fileURLToPath(import.meta.resolve("../tensorflow/mod.ts"));

function inPage(path: string): string {
  return fileURLToPath(import.meta.resolve(`./page/${path}`));
}

const require = createRequire(import.meta.url);

function resolveFiles(
  build: PluginBuild,
  tensorflow: BundleOptions["tensorflow"],
): void {
  const core = dirname(require.resolve("@tensorflow/tfjs-core/dist/index.js"));
  const published = (name: string) => {
    const file = Object.entries(tensorflow ?? {})
      .find(([each]) => name === `@tensorflow/${each}`)?.[1];
    if (!file) {
      throw new Error(
        `Cannot bundle the page: its modules must import files of the project and TensorFlow.js only: current value is "${name}"`,
      );
    }
    return { path: `./${file.path}`, external: true };
  };
  build.onResolve({ filter: /.*/ }, ({ path, importer }) => {
    if (importer === "") return { path };
    const gradients = "@tensorflow/tfjs-core/dist/gradients/";
    if (path.startsWith(gradients)) return { path: require.resolve(path) };
    // Of 64-bit integers, which only fingerprints need
    if (path === "long") return { path, namespace: "empty" };
    if (!path.startsWith(".")) return published(path);
    if (importer.startsWith(core)) {
      // Operations exist once, in the published module; pure helpers are bundled
      return /^\.\.\/(kernel_names|ops\/\w+(?<!_util))$/.test(path)
        ? published("@tensorflow/tfjs-core")
        : { path: `${join(dirname(importer), path)}.js`, sideEffects: false };
    }
    const file = join(dirname(importer), path);
    return {
      path: file === engine ? inPage("network/tensorflow.ts") : file,
      sideEffects: false,
    };
  });
  build.onLoad({ filter: /.*/, namespace: "empty" }, () => ({
    contents: "export default {}",
  }));
  build.onLoad({ filter: /.*/ }, async ({ path }) => ({
    contents: (await Deno.readTextFile(path))
      .replace(/\n\/\/# sourceMappingURL=data:.*/, ""),
    loader: path.endsWith(".ts") ? "ts" : "js",
  }));
}
