/** TensorFlow.js as it is published: modules that a browser loads as they are. @module */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type DemoFile, hashedFile } from "./file.ts";

const require = createRequire(import.meta.url);

/** The packages, each after those that it imports. */
const packages = [
  "tfjs-core",
  "tfjs-layers",
  "tfjs-backend-wasm",
  "tfjs-backend-cpu",
  "tfjs-backend-webgl",
  "tfjs-backend-webgpu",
] as const;

/** A package of TensorFlow.js that the page loads. */
export type TensorFlowPackage = typeof packages[number];

/** TensorFlow.js for a page. */
export interface TensorFlowModules {
  /** By package. */
  readonly modules: Readonly<Record<TensorFlowPackage, DemoFile>>;
  /** The operations of the WebAssembly backend. */
  readonly wasm: DemoFile;
}

/**
 * Reads the published ES modules, minified by TensorFlow.js's own build, and lets
 * them import each other by file names.
 */
export async function readTensorFlowModules(): Promise<TensorFlowModules> {
  const modules: Partial<Record<TensorFlowPackage, DemoFile>> = {};
  for (const name of packages) {
    const short = name.replace("tfjs-", "tf-");
    const code = await Deno.readTextFile(
      join(folderOf(name), `${short}.fesm.min.js`),
    );
    modules[name] = await hashedFile(
      `${name}.js`,
      withoutNode(code).replace(
        /from"@tensorflow\/([\w-]+)"/g,
        (_, imported: TensorFlowPackage) =>
          `from"./${modules[imported]!.path}"`,
      ).replace(/\n\/\/# sourceMappingURL=.*/, ""),
    );
  }
  const wasm = "tfjs-backend-wasm-simd.wasm";
  return {
    modules: modules as Record<TensorFlowPackage, DemoFile>,
    wasm: await hashedFile(
      wasm,
      await Deno.readFile(join(folderOf("tfjs-backend-wasm"), wasm)),
    ),
  };
}

function folderOf(name: string): string {
  return dirname(require.resolve(`@tensorflow/${name}/dist/index.js`));
}

/**
 * Node's modules, which TensorFlow.js uses under Node only, become empty objects, and
 * so does seedrandom, which only draws random numbers.
 */
function withoutNode(code: string): string {
  return code.replace(
    /import(?:\*as)? ?(\w+) from"(?:fs|os|path|perf_hooks|seedrandom)";?/g,
    "const $1={};",
  );
}
