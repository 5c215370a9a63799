/**
 * `file://` as Deno's users write it: an address from `import.meta.resolve()` is
 * percent-encoded, and a folder may lie in folders that are not there yet.
 *
 * @module
 */
import { dirname } from "node:path";
import type { tf } from "../tfjs.ts";

/** tfjs-node's files. */
export type FileSystem =
  typeof import("npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/io/file_system.js");

/** Answers to `file://` addresses. */
export type FileRouter = (url: string | string[]) => tf.io.IOHandler | null;

const SCHEME = "file://";

/** tfjs-node's router, which takes what follows `file://` for a path as it stands. */
export function fileRouter({ nodeFileSystemRouter }: FileSystem): FileRouter {
  return (url) =>
    nodeFileSystemRouter(Array.isArray(url) ? url.map(decoded) : decoded(url));
}

/** The address with its path decoded, unless there is a file of the encoded name. */
function decoded(url: string): string {
  if (!url.startsWith(SCHEME) || exists(url.slice(SCHEME.length))) return url;
  try {
    return decodeURIComponent(url);
  } catch {
    return url; // a lone %
  }
}

/** Has models saved into new folders of new folders. */
export function makeParents({ NodeFileSystem }: FileSystem): void {
  const prototype = NodeFileSystem.prototype as unknown as {
    readonly path: string;
    createOrVerifyDirectory(): Promise<void>;
  };
  const stock = prototype.createOrVerifyDirectory;
  prototype.createOrVerifyDirectory = async function () {
    const parent = dirname(this.path);
    if (exists(parent) === false) {
      await Deno.mkdir(parent, { recursive: true });
    }
    await stock.call(this);
  };
}

/** Whether there is a file; undefined if it may not be read. */
function exists(path: string): boolean | undefined {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    return error instanceof Deno.errors.NotFound ? false : undefined;
  }
}
