import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { sha256, unpack } from "./archive.ts";
import {
  copyFolder,
  inspectCopy,
  MANIFEST,
  type Manifest,
} from "../installed_copy.ts";
import { BrokenDownloadError, LibraryError } from "../errors.ts";
import type { LibraryFolder } from "../library_folder.ts";
import { acquireLock } from "./lock.ts";
import { hasPermission } from "../has_permission.ts";
import { type DownloadOptions, downloadWheel, type Pip } from "./pip.ts";
import { fetchWheel } from "./direct.ts";
import type { Platform } from "../platform.ts";
import type { Reporter } from "../progress.ts";

const INCOMING = ".incoming-";
const ATTEMPTS = 3;

/**
 * Downloads TensorFlow's wheel, with pip where it is there, and unpacks its two libraries and their
 * licences into the project's own folder. One rename makes the folder appear,
 * so it is always complete. If several processes try, one downloads and the
 * others wait.
 *
 * @param cacheDir Absolute path; created if it is missing.
 * @param pip None to download without it.
 * @throws {LibraryError} if the download fails or the disk is too small.
 * @throws {BrokenDownloadError} if three downloads in a row are damaged.
 */
export async function installCopy(
  cacheDir: string,
  platform: Platform,
  pip: Pip | undefined,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<LibraryFolder> {
  await Deno.mkdir(cacheDir, { recursive: true });
  using _lock = await acquireLock(join(cacheDir, ".lock"), {
    signal,
    onWait: () =>
      reporter.onNote(
        `Another process is fetching TensorFlow into ${cacheDir}: waiting for it`,
      ),
    onTick: (done) =>
      reporter.onProgress({ phase: "wait", done, total: undefined }),
  });
  await removeLeftovers(cacheDir);
  const present = await inspectCopy(cacheDir, platform);
  if (present.state === "ready") return present.folder;
  if (present.state === "broken") {
    reporter.onNote(
      `The copy in ${copyFolder(cacheDir, platform)} is fetched again: ` +
        present.reason,
    );
  }
  const incoming = await Deno.makeTempDir({ dir: cacheDir, prefix: INCOMING });
  try {
    await checkSpace(cacheDir, platform);
    const copy = await fetchCopy(incoming, platform, pip, reporter, signal);
    const target = copyFolder(cacheDir, platform);
    if (present.state === "broken") {
      await Deno.rename(target, join(incoming, "broken"));
    }
    await Deno.rename(copy, target);
  } finally {
    await Deno.remove(incoming, { recursive: true });
  }
  const installed = await inspectCopy(cacheDir, platform);
  if (installed.state === "ready") return installed.folder;
  throw new BrokenDownloadError(
    `Cannot use the copy in ${copyFolder(cacheDir, platform)}: it must hold ` +
      `${platform.name} libraries: ${
        installed.state === "broken" ? installed.reason : "it is gone"
      }`,
  );
}

/** Removes what killed processes left; the lock keeps live ones out. */
async function removeLeftovers(cacheDir: string): Promise<void> {
  for await (const { name } of Deno.readDir(cacheDir)) {
    if (name.startsWith(INCOMING)) {
      await Deno.remove(join(cacheDir, name), { recursive: true });
    }
  }
}

async function checkSpace(cacheDir: string, platform: Platform): Promise<void> {
  if (!(await hasPermission({ name: "sys", kind: "statfs" }))) return;
  const { bavail, bsize } = await statfs(cacheDir);
  const free = bavail * bsize;
  const needed = platform.wheel.size + platform.wheel.unpackedSize;
  if (free < needed) {
    throw new LibraryError(
      `Cannot fetch TensorFlow into ${cacheDir}: ${
        megabytes(needed)
      } must be ` +
        `free there: ${megabytes(free)} are: free some, or set ` +
        "TENSORFLOW_DIR to a folder that holds the libraries",
    );
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

/** @returns The folder in `incoming` with the finished copy. */
async function fetchCopy(
  incoming: string,
  platform: Platform,
  pip: Pip | undefined,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<string> {
  for (let attempt = 1;; attempt++) {
    const folder = join(incoming, `attempt-${attempt}`);
    await Deno.mkdir(folder);
    try {
      const wheel = await checkedWheel(folder, platform, pip, reporter, signal);
      return await unpackWheel(wheel, folder, platform, reporter, signal);
    } catch (error) {
      if (!(error instanceof BrokenDownloadError) || attempt === ATTEMPTS) {
        throw error;
      }
      reporter.onNote(`${error.message}: downloading it again`);
      await Deno.remove(folder, { recursive: true });
    }
  }
}

async function checkedWheel(
  folder: string,
  platform: Platform,
  pip: Pip | undefined,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<string> {
  const { wheel } = platform;
  const options: DownloadOptions = {
    signal,
    onProgress: (done, total) =>
      reporter.onProgress({ phase: "download", done, total }),
  };
  const path = pip
    ? await downloadWheel(pip, wheel, folder, options)
    : await fetchWheel(wheel, folder, options);
  const { size } = await Deno.stat(path);
  const hash = await sha256(path);
  if (size !== wheel.size || hash !== wheel.sha256) {
    throw new BrokenDownloadError(
      `Cannot use the downloaded ${wheel.package} ${wheel.version}: it must ` +
        `have ${wheel.size} bytes and the SHA-256 ${wheel.sha256}: ` +
        `it has ${size} bytes and ${hash}`,
    );
  }
  return path;
}

async function unpackWheel(
  wheel: string,
  folder: string,
  platform: Platform,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<string> {
  const copy = join(folder, "copy");
  await Deno.mkdir(copy);
  const names: Record<string, string> = {
    [`tensorflow/${platform.framework}`]: platform.framework,
    [`tensorflow/${platform.cc}`]: platform.cc,
    "tensorflow/include/LICENSE": "LICENSE",
    "tensorflow/THIRD_PARTY_NOTICES.txt": "THIRD_PARTY_NOTICES.txt",
  };
  const targets = Object.fromEntries(
    Object.entries(names).map(([entry, name]) => [entry, join(copy, name)]),
  );
  const sizes = await unpack(wheel, targets, {
    signal,
    onProgress: (done, total) =>
      reporter.onProgress({ phase: "unpack", done, total }),
  });
  const manifest: Manifest = {
    version: platform.wheel.version,
    package: platform.wheel.package,
    sha256: platform.wheel.sha256,
    files: Object.fromEntries(
      Object.entries(sizes).map(([entry, size]) => [names[entry], size]),
    ),
  };
  await Deno.writeTextFile(
    join(copy, MANIFEST),
    JSON.stringify(manifest, null, 2) + "\n",
  );
  return copy;
}
