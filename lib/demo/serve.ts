/** Serves the page on this machine. @module */
import { gzipSync } from "node:zlib";
import { FileError } from "../files/errors.ts";
import { type DemoFile, isHashed } from "./file.ts";

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  webmanifest: "application/manifest+json",
  svg: "image/svg+xml",
  png: "image/png",
  wasm: "application/wasm",
  bin: "application/octet-stream",
};

/** A running server. */
export interface DemoServer extends AsyncDisposable {
  /** Its address, ending in a slash. */
  readonly url: string;
}

/**
 * Serves files to this machine only.
 *
 * @param port 0 for any that is free.
 * @throws {FileError} if the port is taken or not allowed.
 */
export function serveDemo(
  files: readonly DemoFile[],
  port: number,
): DemoServer {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const packed = new Map<DemoFile, Uint8Array<ArrayBuffer>>();
  const server = listen(port, (request) => {
    const { pathname } = new URL(request.url);
    const file = byPath.get(
      pathname === "/" ? "index.html" : pathname.slice(1),
    );
    if (!["GET", "HEAD"].includes(request.method)) return problem(405);
    if (!file) return problem(404);
    if (!/\bgzip\b/.test(request.headers.get("accept-encoding") ?? "")) {
      return answer(file);
    }
    const bytes = packed.get(file) ?? new Uint8Array(gzipSync(file.bytes));
    packed.set(file, bytes);
    return answer({ ...file, bytes }, { "content-encoding": "gzip" });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function listen(
  port: number,
  answer: (request: Request) => Response,
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({
      hostname: "127.0.0.1",
      port,
      onListen: () => {},
    }, answer);
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      throw new FileError(
        `Cannot serve the page: port ${port} must be free: another program uses it; choose another with --port`,
        { cause: error },
      );
    }
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new FileError(
        `Cannot serve the page: port ${port} must be one that you may use: this system reserves it; choose another with --port`,
        { cause: error },
      );
    }
    throw error;
  }
}

function answer(
  { path, bytes }: DemoFile,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const extension = path.slice(path.lastIndexOf(".") + 1);
  return new Response(bytes, {
    headers: {
      "content-type": types[extension] ?? "application/octet-stream",
      "cache-control": isHashed(path)
        ? "max-age=31536000, immutable"
        : "no-cache",
      "x-content-type-options": "nosniff",
      "vary": "accept-encoding",
      ...headers,
    },
  });
}

function problem(status: number): Response {
  return new Response(null, { status });
}
