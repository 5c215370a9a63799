/// <reference lib="dom" />
/**
 * Keeps the page for times without a network: all files are fetched once, and those
 * whose names hold a digest are never asked for again.
 *
 * @module
 */

/** Set by the build: the name of this version, and paths of all files. */
declare const VERSION: string;
declare const PATHS: readonly string[];

/** The parts of a service worker's global scope that are used here. */
interface Scope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(
    type: "install" | "activate",
    listener: (event: { waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
  addEventListener(
    type: "fetch",
    listener: (event: {
      readonly request: Request;
      respondWith(response: Promise<Response>): void;
    }) => void,
  ): void;
}

const scope = self as unknown as Scope;

/** Other pages of the same host have caches too: ours are named after our folder. */
const prefix = `demo ${scope.registration.scope} `;
const name = prefix + VERSION;

/** How long the newest page may take before the kept one is shown. */
const patience = 3000;

scope.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(name);
    await cache.addAll(PATHS);
    await scope.skipWaiting();
  })());
});

scope.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const each of await caches.keys()) {
      if (each.startsWith(prefix) && each !== name) await caches.delete(each);
    }
    await scope.clients.claim();
  })());
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (
    request.method !== "GET" || !request.url.startsWith(
      scope.registration.scope,
    )
  ) return;
  event.respondWith(
    request.mode === "navigate" ? newest(request) : kept(request),
  );
});

/** The network's answer, or the kept one if there is none in time. */
async function newest(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(patience) });
  } catch (error) {
    const found = await caches.match(request, { ignoreSearch: true }) ??
      await caches.match(scope.registration.scope);
    if (found) return found;
    throw error;
  }
}

/** The kept answer, or the network's. */
async function kept(request: Request): Promise<Response> {
  return await caches.match(request) ?? await fetch(request);
}
