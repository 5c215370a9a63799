import { join } from "node:path";
import { BrokenDownloadError, LibraryError } from "../errors.ts";
import type { Wheel } from "../platform.ts";
import { linkerVariables, runCommand } from "../run_command.ts";

/** A way to run pip on this machine. */
export interface Pip {
  /** The Python interpreter. */
  command: string;
  /** The arguments before pip's own. */
  args: string[];
  /** `pip 25.3`. */
  version: string;
}

// The wheel of pip that Python bundles for virtual environments. It runs from
// the archive; nothing is installed
const BUNDLED = `
import ensurepip, glob, os, runpy, sys
wheels = os.path.join(os.path.dirname(ensurepip.__file__), "_bundled", "pip-*.whl")
sys.path.insert(0, sorted(glob.glob(wheels))[-1])
runpy.run_module("pip", run_name="__main__", alter_sys=True)
`;

/**
 * Finds a pip that runs: the interpreter's own, or the one that Python bundles.
 *
 * @returns pip, or one line per attempt.
 */
export async function findPip(
  pythons: readonly string[],
): Promise<Pip | string[]> {
  const tried: string[] = [];
  for (const command of pythons) {
    for (const args of [["-m", "pip"], ["-c", BUNDLED]]) {
      const outcome = await runCommand(command, [...args, "--version"]);
      const version = outcome.ok && /^pip \S+/.exec(outcome.stdout)?.[0];
      if (version) return { command, args, version };
      const name = args[0] === "-m" ? "-m pip" : "its bundled pip";
      tried.push(
        `${command} ${name}: ${
          outcome.ok ? "tells no version" : outcome.reason
        }`,
      );
      if (!outcome.ok && !outcome.ran) break;
    }
  }
  return tried;
}

// Messages of pip and its libraries about a download that is damaged or was cut
// off, which is worth another attempt. pip itself has retried the connection
// several times by then
const DAMAGE =
  /DO NOT MATCH THE HASHES|IncompleteRead|Connection broken|Read timed out|IncompleteDownload|incomplete-download/;

/** Options of {@linkcode downloadWheel}. */
export interface DownloadOptions {
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
  /** Milliseconds between two checks of the file's size. */
  interval?: number;
}

/**
 * Downloads a wheel with pip, which checks its hash. The wheel's platform
 * counts, not that of the Python which runs pip.
 *
 * @param folder An empty folder for the wheel and pip's temporary files.
 * @returns The wheel's path.
 * @throws {BrokenDownloadError} if the download is damaged or incomplete.
 * @throws {LibraryError} if pip fails in another way.
 */
export async function downloadWheel(
  pip: Pip,
  wheel: Wheel,
  folder: string,
  { onProgress, signal, interval = 200 }: DownloadOptions = {},
): Promise<string> {
  const wheels = join(folder, "wheels");
  const temporary = join(folder, "temporary");
  const requirements = join(folder, "requirements.txt");
  await Deno.mkdir(temporary, { recursive: true });
  await Deno.mkdir(wheels, { recursive: true });
  await Deno.writeTextFile(
    requirements,
    `${wheel.package}==${wheel.version} --hash=sha256:${wheel.sha256}\n`,
  );
  signal?.throwIfAborted();
  const child = new Deno.Command(pip.command, {
    args: [
      ...pip.args,
      "download",
      "--no-deps",
      "--only-binary=:all:",
      "--python-version=3.11",
      "--implementation=cp",
      `--platform=${wheel.tag}`,
      "--require-hashes",
      `--requirement=${requirements}`,
      `--dest=${wheels}`,
      // pip's cache would keep a second copy, and return a damaged one again
      "--no-cache-dir",
      "--no-input",
      "--disable-pip-version-check",
      "--progress-bar=off",
    ],
    // Temporary files go to the same disk, where their size can be watched.
    // Nothing is installed, so pip need not require a virtual environment
    env: {
      ...await linkerVariables(),
      TMPDIR: temporary,
      PIP_REQUIRE_VIRTUALENV: "0",
    },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    signal,
  }).spawn();
  const messages = new Response(child.stderr).text();
  const watch = setInterval(async () => {
    const done = await largestWheel(folder);
    if (done > 0) onProgress?.(Math.min(done, wheel.size), wheel.size);
  }, interval);
  const { success } = await child.status.finally(() => clearInterval(watch));
  const text = await messages;
  signal?.throwIfAborted();
  for await (const { name } of Deno.readDir(wheels)) {
    if (!success || !name.endsWith(".whl")) continue;
    onProgress?.(wheel.size, wheel.size);
    return join(wheels, name);
  }
  const Family = DAMAGE.test(text) ? BrokenDownloadError : LibraryError;
  throw new Family(
    `Cannot download ${wheel.package} ${wheel.version}: ${pip.version} must ` +
      `find it and reach the package index: ${lastWords(text)}`,
  );
}

/** pip's lines that begin with ERROR, or its last three. */
function lastWords(text: string): string {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  const errors = lines.filter((line) => line.startsWith("ERROR"));
  return (errors.length > 0 ? errors : lines.slice(-3)).join("\n") ||
    "it said nothing";
}

/** The size of the largest wheel in a folder: the one being downloaded. */
async function largestWheel(folder: string): Promise<number> {
  let largest = 0;
  try {
    for await (const entry of Deno.readDir(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory) {
        largest = Math.max(largest, await largestWheel(path));
      } else if (entry.name.endsWith(".whl")) {
        largest = Math.max(largest, (await Deno.stat(path)).size);
      }
    }
  } catch {
    // pip moved a file in the meantime
  }
  return largest;
}
