/**
 * tfjs-node's published JavaScript, which runs on our binding. It is loaded by
 * `init()`.
 *
 * @module
 */
import { tf } from "../tfjs.ts";

/** `tf.node` of tfjs-node. */
export type Node =
  typeof import("npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/node.js").node;

/** tfjs-node's files. */
export type FileSystem =
  typeof import("npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/io/file_system.js");

interface Published {
  readonly node: Node;
  readonly fileSystem: FileSystem;
}

let published: Published | undefined;

/**
 * Loads it: `file://` addresses then load and save models, and `fit()` shows its
 * progress, unless it is called with `verbose: 0`.
 */
export async function loadPublished(): Promise<void> {
  const { node } = await import(
    "npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/node.js"
  );
  const fileSystem = await import(
    "npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/io/file_system.js"
  );
  const { ProgbarLogger } = await import(
    "npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/callbacks.js"
  );
  published = { node, fileSystem };
  tf.io.registerLoadRouter(fileSystem.nodeFileSystemRouter);
  tf.io.registerSaveRouter(fileSystem.nodeFileSystemRouter);
  tf.registerCallbackConstructor(1, ProgbarLogger);
}

/**
 * What was loaded.
 *
 * @param name What needs it, for the message: `"tf.node.decodePng"`.
 * @throws {Error} before `init()`.
 */
export function requirePublished(name: string): Published {
  if (published) return published;
  throw new Error(
    `Cannot use ${name}: TensorFlow must be loaded: it is not; call "await init()" first`,
  );
}
