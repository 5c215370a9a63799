import { kerasArtifacts } from "../models/keras/load.ts";
import { tf } from "../tfjs.ts";
import type { FileSystem } from "./files.ts";

/** The members of TensorFlow.js's handlers of files and addresses that are used here. */
interface Handler {
  readonly path: unknown;
  readonly fetch?: (path: string, init?: RequestInit) => Promise<Response>;
  readonly requestInit?: RequestInit;
  load(): Promise<tf.io.ModelArtifacts>;
}

/** Has `tf.loadLayersModel()` load addresses and paths that end in `.keras`, too. */
export function answerKerasFiles({ NodeFileSystem }: FileSystem): void {
  const http = Object.getPrototypeOf(tf.io.http("http://localhost"));
  for (const prototype of [http, NodeFileSystem.prototype as unknown]) {
    const handler = prototype as Handler;
    const stock = handler.load;
    handler.load = async function () {
      const { path } = this;
      if (typeof path !== "string" || !/\.keras$/i.test(path)) {
        return await stock.call(this);
      }
      return await kerasArtifacts(
        tf.io.isHTTPScheme(path) ? await download(this, path) : path,
        path,
      );
    };
  }
}

async function download(
  handler: Handler,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await handler.fetch!(path, handler.requestInit);
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw new Error(
    `Cannot load "${path}": the server must answer with the file: it answers ${response.status} ${response.statusText}`,
  );
}
