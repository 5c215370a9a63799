/** A file of the page. @module */
import type { FolderFile } from "../files/atomic_folder.ts";
import { sha256 } from "../files/sha256.ts";

/** A file of the page. */
export interface DemoFile extends FolderFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const encoder = new TextEncoder();

/**
 * A file whose name holds a digest of its content, so that browsers may keep it
 * for good: `style.css` becomes `style-1f2e3d4c5b6a.css`.
 */
export async function hashedFile(
  name: string,
  content: Uint8Array<ArrayBuffer> | string,
): Promise<DemoFile> {
  const bytes = typeof content === "string" ? encoder.encode(content) : content;
  return {
    path: name.replace(/(\.\w+)?$/, `-${await shortDigest(bytes)}$1`),
    bytes,
  };
}

/** Twelve hexadecimal digits of a SHA-256. */
export async function shortDigest(
  content: Uint8Array<ArrayBuffer>,
): Promise<string> {
  return (await sha256(content)).slice(0, 12);
}

/** Whether a path holds a digest, as {@linkcode hashedFile} makes them. */
export function isHashed(path: string): boolean {
  return /-[0-9a-f]{12}\b/.test(path);
}
