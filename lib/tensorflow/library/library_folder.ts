import { dirname, join } from "node:path";
import { binaryFault } from "./binary_header.ts";
import type { Platform } from "./platform.ts";

/**
 * The oldest TensorFlow that is used. 2.16 is the first whose macOS package
 * for arm64 is `tensorflow` itself, and the oldest that this search was tried
 * with.
 */
export const MINIMUM_VERSION = "2.16";

/** A folder that holds both libraries. */
export interface LibraryFolder {
  directory: string;
  framework: string;
  cc: string;
  /** From the package's metadata; undefined if the folder has none. */
  version: string | undefined;
  /** Whether it is a CUDA build. */
  cuda: boolean;
}

/** The folder, or the reason why it cannot be used. */
export type Inspection = { folder: LibraryFolder } | { reason: string };

/** Looks whether a folder holds both libraries, whole, and new enough. */
export async function inspectFolder(
  directory: string,
  platform: Platform,
): Promise<Inspection> {
  const folder: LibraryFolder = {
    directory,
    framework: join(directory, platform.framework),
    cc: join(directory, platform.cc),
    version: undefined,
    cuda: false,
  };
  for (const file of ["framework", "cc"] as const) {
    const fault = await binaryFault(folder[file], platform.id);
    if (fault !== undefined) return { reason: `${platform[file]} ${fault}` };
  }
  folder.version = await packageVersion(directory);
  folder.cuda = await isCudaBuild(directory);
  if (folder.version !== undefined && isTooOld(folder.version)) {
    return {
      reason: `TensorFlow ${folder.version} is older than ${MINIMUM_VERSION}`,
    };
  }
  return { folder };
}

function isTooOld(version: string): boolean {
  const [major, minor] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = MINIMUM_VERSION.split(".").map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

// The packages that install a folder named `tensorflow`; others only share
// the beginning of its name (tensorflow_datasets, tensorflow_estimator, …).
const METADATA =
  /^(?:tensorflow(?:_cpu|_gpu|_cpu_aws|_macos|_rocm)?|tf_nightly(?:_cpu)?)-(\d[^-]*)\.dist-info$/;

/** Version in the metadata that pip writes beside a package's folder. */
async function packageVersion(directory: string): Promise<string | undefined> {
  try {
    for await (const entry of Deno.readDir(dirname(directory))) {
      const version = METADATA.exec(entry.name)?.[1];
      if (version !== undefined) return version;
    }
  } catch {
    // A folder that cannot be listed has no version to tell.
  }
}

/** TensorFlow's own record of how it was built, in the Python package. */
async function isCudaBuild(directory: string): Promise<boolean> {
  const path = join(directory, "python", "platform", "build_info.py");
  try {
    const text = await Deno.readTextFile(path);
    return /is_cuda_build['"]\s*[,:]\s*True/.test(text);
  } catch {
    return false;
  }
}
