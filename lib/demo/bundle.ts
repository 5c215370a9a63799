/** The page's own scripts: TypeScript in, modules for the browser out. @module */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OnResolveResult } from "esbuild-wasm";
import { bundleScript } from "../widgets/esbuild.ts";
import type { TensorFlowModules } from "./tensorflow_modules.ts";

/** Options of {@linkcode bundle}. */
export interface BundleOptions {
  /** Constants that the script finds as global names. */
  readonly constants?: Readonly<Record<string, unknown>>;
  /** What imports of TensorFlow.js lead to; without it, they are refused. */
  readonly tensorflow?: Partial<TensorFlowModules["modules"]>;
}

/**
 * Bundles and minifies a module of lib/demo/page with all files of the project that
 * it imports.
 *
 * @param entry From lib/demo/page: `main.ts`
 */
export async function bundle(
  entry: string,
  { constants = {}, tensorflow = {} }: BundleOptions = {},
): Promise<string> {
  return await bundleScript({
    entry: inPage(entry),
    format: "esm",
    define: Object.fromEntries(
      Object.entries(constants)
        .map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    resolve: (path, importer) => resolve(path, importer, tensorflow),
  });
}

/** The library's engine, in whose place the page has TensorFlow.js for browsers. */
const engine = fileURLToPath(import.meta.resolve("../tensorflow/mod.ts"));

function inPage(path: string): string {
  return fileURLToPath(import.meta.resolve(`./page/${path}`));
}

const require = createRequire(import.meta.url);

function resolve(
  path: string,
  importer: string,
  tensorflow: NonNullable<BundleOptions["tensorflow"]>,
): OnResolveResult {
  const gradients = "@tensorflow/tfjs-core/dist/gradients/";
  if (path.startsWith(gradients)) return { path: require.resolve(path) };
  // Of 64-bit integers, which only fingerprints need
  if (path === "long") return { path: inPage("network/no_long.ts") };
  if (!path.startsWith(".")) return published(path, tensorflow);
  const core = dirname(require.resolve("@tensorflow/tfjs-core/dist/index.js"));
  if (importer.startsWith(core)) {
    // Operations exist once, in the published module; pure helpers are bundled
    return /^\.\.\/(kernel_names|ops\/\w+(?<!_util))$/.test(path)
      ? published("@tensorflow/tfjs-core", tensorflow)
      : { path: `${join(dirname(importer), path)}.js`, sideEffects: false };
  }
  const file = join(dirname(importer), path);
  return {
    path: file === engine ? inPage("network/tensorflow.ts") : file,
    sideEffects: false,
  };
}

/** A package of TensorFlow.js as the page loads it. */
function published(
  name: string,
  tensorflow: NonNullable<BundleOptions["tensorflow"]>,
): OnResolveResult {
  const file = Object.entries(tensorflow)
    .find(([each]) => name === `@tensorflow/${each}`)?.[1];
  if (file) return { path: `./${file.path}`, external: true };
  throw new Error(
    `Cannot bundle the page: its modules must import files of the project and TensorFlow.js only: current value is "${name}"`,
  );
}
