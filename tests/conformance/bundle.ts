/**
 * Bundles the published tests of @tensorflow/tfjs-core into one module. Their
 * imports have no file extensions, which only a bundler resolves.
 *
 * @module
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { PluginBuild } from "esbuild-wasm";
import * as esbuild from "esbuild-wasm/esm/browser.min.js";

const require = createRequire(import.meta.url);
const CORE = join(dirname(require.resolve("@tensorflow/tfjs-core")), "..");

/** The bundled tests and their utilities. */
export interface Tests {
  readonly jasmineUtil: {
    setTestEnvs(environments: readonly TestEnvironment[]): void;
  };
  load(): Promise<unknown>;
}

/** A backend to test. */
export interface TestEnvironment {
  readonly name: string;
  readonly backendName: string;
  readonly flags: Record<string, unknown>;
  readonly isDataSync: boolean;
}

const entry = `
export * as jasmineUtil from "./dist/jasmine_util";
export const load = () => import("./dist/tests");
`;

/** Bundles the tests; `load()` declares the specs. */
export async function loadTests(): Promise<Tests> {
  const wasm = await Deno.readFile(
    require.resolve("esbuild-wasm/esbuild.wasm"),
  );
  await esbuild.initialize({
    wasmModule: await WebAssembly.compile(wasm),
    worker: false,
  });
  const { outputFiles } = await esbuild.build({
    stdin: { contents: entry, resolveDir: CORE },
    bundle: true,
    write: false,
    format: "esm",
    // The package declares its test files free of side effects
    ignoreAnnotations: true,
    banner: {
      js: `import { createRequire } from "node:module";
const require = createRequire(${JSON.stringify(join(CORE, "package.json"))});`,
    },
    plugins: [{ name: "files", setup: resolveFiles }],
  });
  const url = URL.createObjectURL(
    new Blob([outputFiles[0].contents], { type: "text/javascript" }),
  );
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * Resolves and loads files, which esbuild can't do as WebAssembly. Packages and
 * the core's entry are not bundled, so that the tests and the backend share one
 * copy of the public functions.
 */
function resolveFiles(build: PluginBuild): void {
  build.onResolve({ filter: /.*/ }, ({ path, resolveDir, namespace }) => {
    if (namespace === "package") return { path, external: true };
    if (!path.startsWith(".")) return { path, namespace: "package" };
    const file = findFile(join(resolveDir, path));
    return file === join(CORE, "dist", "index.js")
      ? { path: "@tensorflow/tfjs-core", namespace: "package" }
      : { path: file };
  });
  build.onLoad({ filter: /.*/, namespace: "package" }, ({ path }) => ({
    contents: `module.exports = require(${JSON.stringify(path)});`,
  }));
  build.onLoad({ filter: /.*/ }, async ({ path }) => ({
    // Inline source maps are three quarters of the files
    contents: (await Deno.readTextFile(path)).replace(sourceMap, ""),
    resolveDir: dirname(path),
  }));
}

const sourceMap = /\n\/\/# sourceMappingURL=data:.*/;

function findFile(path: string): string {
  for (const candidate of [`${path}.js`, join(path, "index.js"), path]) {
    try {
      if (Deno.statSync(candidate).isFile) return candidate;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new Error(`Cannot bundle the tests: there must be a file "${path}"`);
}
