/** The scripts of widgets: TypeScript in, one small script out. @module */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleScript } from "./esbuild.ts";

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
  const script = await bundleScript({
    entry: fileURLToPath(import.meta.resolve(`./elements/${module}.ts`)),
    format: "iife",
    globalName: "widget",
    resolve: fileOfProject,
  });
  const code = script.trim();
  const digest = createHash("sha256").update(code).digest("hex").slice(0, 8);
  const name = `${module.replaceAll("_", "-")}-widget-${digest}`;
  return {
    name,
    code: `(()=>{if(customElements.get("${name}"))return;${code}` +
      `customElements.define("${name}",widget.default)})()`,
  };
}

function fileOfProject(
  path: string,
  importer: string,
): { path: string; sideEffects: false } {
  if (!path.startsWith(".")) {
    throw new Error(
      `Cannot bundle a widget: its modules must import files of the project only: current value is "${path}" in ${importer}`,
    );
  }
  return { path: join(dirname(importer), path), sideEffects: false };
}
