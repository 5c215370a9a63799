/** The files of a site on a server, in a folder of it. @module */
import type { FolderFile } from "../../lib/files/atomic_folder.ts";

const types: Readonly<Record<string, string>> = {
  css: "text/css",
  html: "text/html; charset=utf-8",
  js: "text/javascript",
  png: "image/png",
  svg: "image/svg+xml",
  wasm: "application/wasm",
  woff2: "font/woff2",
};

/** A server that is closed at the end of its block. */
export class Served implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  /** Where the site begins. */
  readonly url: string;
  /** Paths that were asked for and are not there. */
  readonly missing: string[] = [];

  /** Serves files in the folder `some/course`. */
  constructor(files: readonly FolderFile[]) {
    const folder = "/some/course/";
    const byPath = new Map(
      files.map(({ path, bytes }) => [folder + path, bytes]),
    );
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      ({ url }) => {
        const path = decodeURIComponent(new URL(url).pathname)
          .replace(/\/$/, "/index.html");
        const bytes = byPath.get(path);
        if (!bytes) {
          this.missing.push(path);
          return new Response(null, { status: 404 });
        }
        const type = types[path.split(".").at(-1)!] ?? "text/plain";
        return new Response(bytes.slice(), {
          headers: { "content-type": type },
        });
      },
    );
    this.url = `http://127.0.0.1:${this.#server.addr.port}${folder}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}
