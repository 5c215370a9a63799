/** The pages' own script. @module */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleScript } from "../widgets/esbuild.ts";

/** Bundles and minifies lib/site/page/site.ts with all that it imports. */
export async function siteScript(): Promise<string> {
  const require = createRequire(import.meta.url);
  return await bundleScript({
    entry: fileURLToPath(import.meta.resolve("./page/site.ts")),
    // Not a module: browsers load none from a disk
    format: "iife",
    resolve: (path, importer) => ({
      path: path.startsWith(".")
        ? join(dirname(importer), path)
        // MiniSearch, whose other form is for Node
        : join(dirname(require.resolve(path)), "..", "es", "index.js"),
    }),
  });
}
