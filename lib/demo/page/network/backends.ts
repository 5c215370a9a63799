/// <reference lib="dom" />
/** What TensorFlow.js may compute with in a browser. @module */
import type { Files } from "../files.ts";
import { tf } from "./tensorflow.ts";

/** Names that TensorFlow.js has for them, in the order of the page. */
export const backends = ["wasm", "webgpu", "webgl", "cpu"] as const;

/** A backend's name. */
export type Backend = typeof backends[number];

/** Names that people know. */
export const backendNames: Readonly<Record<Backend, string>> = {
  wasm: "WebAssembly",
  webgpu: "WebGPU",
  webgl: "WebGL",
  cpu: "JavaScript",
};

/**
 * Loads a backend and makes it the current one.
 *
 * @returns False if this browser can't use it.
 */
export async function useBackend(
  backend: Backend,
  files: Files,
): Promise<boolean> {
  try {
    if (!isKnown(backend)) return false;
    switch (backend) {
      case "wasm": {
        const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
        // Threads need headers that a plain static host doesn't send
        tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
        const url = new URL(files.wasm, document.baseURI).href;
        setWasmPaths({
          "tfjs-backend-wasm.wasm": url,
          "tfjs-backend-wasm-simd.wasm": url,
          "tfjs-backend-wasm-threaded-simd.wasm": url,
        });
        if (!await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT")) return false;
        break;
      }
      case "webgpu":
        await import("@tensorflow/tfjs-backend-webgpu");
        break;
      case "webgl":
        await import("@tensorflow/tfjs-backend-webgl");
        break;
      case "cpu":
        await import("@tensorflow/tfjs-backend-cpu");
    }
    if (!await tf.setBackend(backend)) return false;
    await tf.ready();
    return true;
  } catch {
    // A driver that refuses, or a file that can't be loaded: the next one is tried
    return false;
  }
}

/** Whether the browser has the interface at all. */
export function isKnown(backend: Backend): boolean {
  switch (backend) {
    case "wasm":
      return typeof WebAssembly === "object";
    case "webgpu":
      return "gpu" in navigator;
    case "webgl":
      return typeof WebGL2RenderingContext === "function";
    case "cpu":
      return true;
  }
}
