/** esbuild as WebAssembly. @module */
import { createRequire } from "node:module";
import * as esbuild from "esbuild-wasm/esm/browser.min.js";

let started: Promise<void> | undefined;

/** Starts esbuild, once per process. As WebAssembly, it can't open files itself. */
export async function startEsbuild(): Promise<typeof esbuild> {
  await (started ??= start());
  return esbuild;
}

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
