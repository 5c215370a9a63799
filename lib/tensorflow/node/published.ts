/**
 * tfjs-node's published JavaScript, which runs on our binding. It is loaded by
 * `init()`.
 *
 * @module
 */
import { tf } from "../tfjs.ts";
import {
  type FileRouter,
  fileRouter,
  type FileSystem,
  makeParents,
} from "./files.ts";
import { answerKerasFiles } from "./keras_files.ts";

/** `tf.node` of tfjs-node. */
export type Node =
  typeof import("npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/node.js").node;

interface Published {
  readonly node: Node;
  readonly fileSystem: FileSystem["fileSystem"];
  readonly fileRouter: FileRouter;
}

let published: Published | undefined;

/** Loads it: `file://` addresses then load and save models. */
export async function loadPublished(): Promise<void> {
  const { node } = await import(
    "npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/node.js"
  );
  const files = await import(
    "npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/io/file_system.js"
  );
  makeParents(files);
  answerKerasFiles(files);
  const router = fileRouter(files);
  published = { node, fileSystem: files.fileSystem, fileRouter: router };
  const registered = router as Parameters<typeof tf.io.registerLoadRouter>[0];
  tf.io.registerLoadRouter(registered);
  tf.io.registerSaveRouter(registered);
}

/** Has `fit()` show its progress, unless it is called with `verbose: 0`. */
export async function showProgress(): Promise<void> {
  const { ProgbarLogger } = await import(
    "npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/callbacks.js"
  );
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
