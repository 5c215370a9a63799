import { join } from "node:path";
import { BrokenDownloadError, LibraryError } from "../errors.ts";
import type { Wheel } from "../platform.ts";
import { linkerVariables, runCommand } from "../python.ts";

/** A way to run pip on this machine. */
export interface Pip {
  command: string;
  /** What comes before pip's own arguments. */
  args: string[];
  /** `pip 25.3`. */
  version: string;
}

// The wheel of pip that Python carries for making virtual environments. It
// runs from its archive: nothing is installed.
const BUNDLED = `
import ensurepip, glob, os, runpy, sys
wheels = os.path.join(os.path.dirname(ensurepip.__file__), "_bundled", "pip-*.whl")
sys.path.insert(0, sorted(glob.glob(wheels))[-1])
runpy.run_module("pip", run_name="__main__", alter_sys=True)
`;

/**
 * Finds a pip that runs: the interpreters' own, or else the one in their
 * standard library.
 *
 * @returns pip, or a line for each thing that was tried.
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

// What pip and the libraries in it say when the bytes that came are not those
// of the wheel, or stopped coming: worth another try. pip has by then tried
// several times to get a connection at all.
const DAMAGE =
  /DO NOT MATCH THE HASHES|IncompleteRead|Connection broken|Read timed out|IncompleteDownload|incomplete-download/;

/** Options of {@linkcode downloadWheel}. */
export interface DownloadOptions {
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
  /** Milliseconds between two looks at the growing file. */
  interval?: number;
}

/**
 * Downloads a wheel with pip, for a machine of the wheel's platform, whatever
 * Python runs pip. pip itself checks the hash.
 *
 * @param folder An empty folder, for the wheel and pip's temporary files.
 * @returns Path of the wheel.
 * @throws {BrokenDownloadError} What came was damaged or cut short.
 * @throws {LibraryError} pip failed otherwise; the message ends with its own.
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
      // pip's cache would keep a second copy, and hand out a broken one again.
      "--no-cache-dir",
      "--no-input",
      "--disable-pip-version-check",
      "--progress-bar=off",
    ],
    // Its temporary files lie on the same disk, where they can be watched.
    // Nothing is installed, so a required virtual environment is no matter.
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

/** pip's lines that begin with ERROR, or else its last ones. */
function lastWords(text: string): string {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  const errors = lines.filter((line) => line.startsWith("ERROR"));
  return (errors.length > 0 ? errors : lines.slice(-3)).join("\n") ||
    "it said nothing";
}

/** Bytes of the largest wheel below a folder: the one that is growing. */
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
    // pip moved something away meanwhile.
  }
  return largest;
}
