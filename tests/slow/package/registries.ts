/** Registries on this machine that offer lib/tensorflow. @module */
import { createHash } from "node:crypto";
import { join } from "node:path";
import member from "../../../lib/tensorflow/deno.json" with { type: "json" };
import { pack } from "../../../lib/tensorflow/pack.ts";
import { type LocalServer, serve } from "../../support/servers.ts";

const { name, version, exports } = member;
const library = join(import.meta.dirname!, "../../../lib/tensorflow");

/** The name and version that the registries have. */
export const published: string = `${name}@${version}`;

/** Parts of a lock file. */
export interface LockedPackages {
  readonly specifiers: Readonly<Record<string, string>>;
  readonly npm: Readonly<Record<string, unknown>>;
}

/** The scope, for a line of .npmrc. */
export const scope: string = name.split("/")[0];

/** npm's registry, and what a lock file says of the package. */
export interface NpmRegistry extends LocalServer {
  readonly locked: LockedPackages;
}

/** npm's registry with the package that `deno task pack` writes. */
export async function npmRegistry(folder: string): Promise<NpmRegistry> {
  const path = await pack(folder);
  const bytes = await Deno.readFile(path);
  const integrity = `sha512-${
    createHash("sha512").update(bytes).digest("base64")
  }`;
  const { stdout } = await new Deno.Command("tar", {
    args: ["-xzOf", path, "package/package.json"],
  }).output();
  const manifest = JSON.parse(new TextDecoder().decode(stdout));
  const server = serve(({ url }) => {
    const { origin, pathname } = new URL(url);
    if (pathname.endsWith(".tgz")) return new Response(bytes);
    const tarball = `${origin}/package.tgz`;
    return Response.json({
      name,
      "dist-tags": { latest: version },
      versions: { [version]: { ...manifest, dist: { tarball, integrity } } },
    });
  });
  const dependencies = Object.keys(manifest.dependencies);
  const tarball = `${server.url}package.tgz`;
  return Object.assign(server, {
    locked: {
      specifiers: { [`npm:${published}`]: version },
      npm: { [published]: { integrity, dependencies, tarball } },
    },
  });
}

/** JSR with the files that `deno publish` names. */
export async function jsrRegistry(): Promise<LocalServer> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const path of await publishedFiles()) {
    files.set(`/${path}`, await Deno.readFile(join(library, path)));
  }
  const manifest = Object.fromEntries(
    [...files].map(([path, bytes]) => [path, {
      size: bytes.length,
      checksum: `sha256-${createHash("sha256").update(bytes).digest("hex")}`,
    }]),
  );
  const types = { "content-type": "text/typescript" };
  return serve(({ url }) => {
    const path = new URL(url).pathname.slice(`/${name}`.length);
    if (path === "/meta.json") {
      return Response.json({
        name,
        latest: version,
        versions: { [version]: {} },
      });
    }
    if (path === `/${version}_meta.json`) {
      return Response.json({ manifest, exports });
    }
    const bytes = files.get(path.slice(`/${version}`.length));
    if (!bytes) return new Response("Not found", { status: 404 });
    return new Response(bytes, { headers: types });
  });
}

/** Paths from lib/tensorflow, as `deno publish` lists them. */
async function publishedFiles(): Promise<string[]> {
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["publish", "--dry-run", "--allow-dirty", "--no-check"],
    cwd: library,
    env: { NO_COLOR: "1" },
  }).output();
  const start = new URL("../../../lib/tensorflow/", import.meta.url).href;
  return [...new TextDecoder().decode(stderr).matchAll(/(file:\S+) \(/g)]
    .map(([, url]) => decodeURI(url.slice(start.length)));
}
