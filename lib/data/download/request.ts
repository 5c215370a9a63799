import { TransferError } from "./transfer_error.ts";

const REDIRECTS = 5;
const REDIRECT_STATUSES = [301, 302, 303, 307, 308];

/**
 * Asks for a file, or for the rest of it. Every hop is https, or http where
 * both the address that was given and the hop are this machine itself.
 *
 * @param url The file's address
 * @param offset Bytes that are already there
 * @param validator The version that those bytes are of
 * @throws {TransferError} if a hop is not allowed, or there are too many
 */
export async function request(
  url: string,
  offset: number,
  validator: string | undefined,
  signal: AbortSignal,
): Promise<Response> {
  // Bytes are counted and resumed as they are stored: nothing may repack them.
  const headers = new Headers({ "accept-encoding": "identity" });
  if (offset > 0 && validator !== undefined) {
    headers.set("range", `bytes=${offset}-`);
    headers.set("if-range", validator);
  }
  const origin = new URL(url);
  let target = origin;
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    if (!isAllowed(target, origin)) {
      throw new TransferError(`${target.href} is not https`, false);
    }
    const response = await fetch(target, {
      headers,
      signal,
      redirect: "manual",
    });
    const location = response.headers.get("location");
    if (!REDIRECT_STATUSES.includes(response.status) || !location) {
      return response;
    }
    await response.body?.cancel();
    target = new URL(location, target);
  }
  throw new TransferError(`redirected more than ${REDIRECTS} times`, false);
}

/** What `If-Range` can be asked with: a strong entity tag, or else a date. */
export function validatorOf(headers: Headers): string | undefined {
  const tag = headers.get("etag");
  if (tag?.startsWith('"')) return tag;
  return headers.get("last-modified") ?? undefined;
}

/** Where a part of a file starts, and how long the file is in all. */
export function contentRange(
  headers: Headers,
): { start: number; total: number | undefined } | undefined {
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/
    .exec(headers.get("content-range") ?? "");
  if (!range) return undefined;
  const total = range[2] === "*" ? undefined : Number(range[2]);
  return { start: Number(range[1]), total };
}

function isAllowed(target: URL, origin: URL): boolean {
  return target.protocol === "https:" || (isLocal(target) && isLocal(origin));
}

function isLocal({ protocol, hostname }: URL): boolean {
  return protocol === "http:" &&
    ["127.0.0.1", "[::1]", "localhost"].includes(hostname);
}
