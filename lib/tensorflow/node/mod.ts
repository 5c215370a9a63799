/**
 * `tf.node`, as tfjs-node has it: pictures, TensorBoard and SavedModels.
 *
 * @module
 */
import { type Node, requirePublished } from "./published.ts";

export type { Node };

/** tfjs-node's functions, once `init()` has loaded them. */
function loaded<Name extends keyof Node>(name: Name): Node[Name] {
  return requirePublished(`tf.node.${name}`).node[name];
}

/**
 * What tfjs-node adds to TensorFlow.js. Each function needs `init()` and its
 * backend; SavedModels and summaries are read and written by TensorFlow, past
 * Deno's permissions, so these functions ask for the permission first.
 */
export const node: Node = {
  decodeImage: (...args) => loaded("decodeImage")(...args),
  decodeBmp: (...args) => loaded("decodeBmp")(...args),
  decodeGif: (...args) => loaded("decodeGif")(...args),
  decodePng: (...args) => loaded("decodePng")(...args),
  decodeJpeg: (...args) => loaded("decodeJpeg")(...args),
  encodeJpeg: (...args) => loaded("encodeJpeg")(...args),
  encodePng: (...args) => loaded("encodePng")(...args),
  summaryFileWriter(folder, ...rest) {
    const write = loaded("summaryFileWriter");
    requireAccess("write", folder, "tf.node.summaryFileWriter");
    return write(folder, ...rest);
  },
  tensorBoard(folder = "./logs", ...rest) {
    const make = loaded("tensorBoard");
    requireAccess("write", folder, "tf.node.tensorBoard");
    return make(folder, ...rest);
  },
  getMetaGraphsFromSavedModel: (...args) =>
    loaded("getMetaGraphsFromSavedModel")(...args),
  getNumOfSavedModels: () => loaded("getNumOfSavedModels")(),
  async loadSavedModel(folder, ...rest) {
    const load = loaded("loadSavedModel");
    requireAccess("read", folder, "tf.node.loadSavedModel");
    return await load(folder, ...rest);
  },
};

/** TensorFlow would not ask for it. */
function requireAccess(
  name: "read" | "write",
  path: string,
  action: string,
): void {
  if (typeof path !== "string" || path === "") return; // tfjs-node refuses it
  if (Deno.permissions.requestSync({ name, path }).state === "granted") return;
  throw new Deno.errors.NotCapable(
    `Cannot use ${action}: it must have ${name} access to "${path}": it is not granted; run again with --allow-${name}="${path}"`,
  );
}
