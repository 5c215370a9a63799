import { dirname, join } from "node:path";
import { binaryFault } from "./binary_header.ts";
import { LibraryError } from "./errors.ts";
import { type Platform, platformOf } from "./platform.ts";

/**
 * The oldest supported version. TensorFlow 2.16 is the first whose package for
 * macOS on arm64 is `tensorflow` itself, and the oldest that was tested.
 */
export const MINIMUM_VERSION = "2.16";

/** A folder that holds both of TensorFlow's libraries. */
export interface LibraryFolder {
  /** Path of the folder. */
  directory: string;
  /** Path of `libtensorflow_framework`. */
  framework: string;
  /** Path of `libtensorflow_cc`. */
  cc: string;
  /** The version in the package's metadata; undefined without metadata. */
  version: string | undefined;
  /** Whether TensorFlow was built with CUDA. */
  cuda: boolean;
}

/** A folder, or the reason why it can't be used. */
export type Inspection = { folder: LibraryFolder } | { reason: string };

/** Checks that a folder holds both libraries, complete and recent enough. */
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

/**
 * Checks the files of a library that a caller names.
 *
 * @throws {LibraryError} if one is not a library for this machine, or is cut short:
 * opening it would end the process.
 */
export async function requireWholeFiles(
  { framework, cc }: Pick<LibraryFolder, "framework" | "cc">,
): Promise<void> {
  for (const path of [framework, cc]) {
    const fault = await binaryFault(path, platformOf().id);
    if (fault === undefined) continue;
    throw new LibraryError(
      `Cannot open TensorFlow's C library: "${path}" must be a whole library for this machine: it ${fault}`,
    );
  }
}

function isTooOld(version: string): boolean {
  const [major, minor] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = MINIMUM_VERSION.split(".").map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

// The packages that install a folder named `tensorflow`. Others only begin with
// the same word: tensorflow_datasets, tensorflow_estimator
const METADATA =
  /^(?:tensorflow(?:_cpu|_gpu|_cpu_aws|_macos|_rocm)?|tf_nightly(?:_cpu)?)-(\d[^-]*)\.dist-info$/;

/** Reads the version from the metadata that pip writes beside a package. */
async function packageVersion(directory: string): Promise<string | undefined> {
  try {
    for await (const entry of Deno.readDir(dirname(directory))) {
      const version = METADATA.exec(entry.name)?.[1];
      if (version !== undefined) return version;
    }
  } catch {
    // The folder can't be listed, so the version is unknown
  }
}

/** Reads from the Python package whether TensorFlow was built with CUDA. */
async function isCudaBuild(directory: string): Promise<boolean> {
  const path = join(directory, "python", "platform", "build_info.py");
  try {
    const text = await Deno.readTextFile(path);
    return /is_cuda_build['"]\s*[,:]\s*True/.test(text);
  } catch {
    return false;
  }
}
