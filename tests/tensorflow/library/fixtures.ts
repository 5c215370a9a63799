import { createHash } from "node:crypto";
import { join } from "node:path";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import {
  type FindOptions,
  type Platform,
  platformOf,
} from "../../../lib/tensorflow/library/mod.ts";
import { writeProgram } from "../../support/program.ts";

const FRAMEWORK = "libtensorflow_framework.so.2";
const CC = "libtensorflow_cc.so.2";

/** The bytes of a file with the header of a Linux x86-64 library. */
export function elf(size = 4096): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let index = 64; index < size; index++) bytes[index] = index * 31;
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x7f454c46);
  view.setUint8(4, 2); // 64-bit
  view.setUint8(5, 1); // little-endian
  view.setUint16(18, 62, true); // x86-64
  view.setBigUint64(40, BigInt(size - 128), true);
  view.setUint16(58, 64, true);
  view.setUint16(60, 2, true); // the table ends where the file does
  return bytes;
}

/** The files unpacked from a wheel, by name. */
export function wheelFiles(): Record<string, Uint8Array<ArrayBuffer>> {
  const text = (line: string) => new TextEncoder().encode(line);
  return {
    [`tensorflow/${FRAMEWORK}`]: elf(3000),
    [`tensorflow/${CC}`]: elf(200_000),
    "tensorflow/include/LICENSE": text("licence\n"),
    "tensorflow/THIRD_PARTY_NOTICES.txt": text("notices\n"),
    "tensorflow/__init__.py": text("# not unpacked\n"),
  };
}

/** A ZIP archive of files. */
export async function zip(
  files: Record<string, Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    useWebWorkers: false,
  });
  for (const [name, bytes] of Object.entries(files)) {
    await writer.add(name, new Uint8ArrayReader(bytes));
  }
  return await writer.close() as Uint8Array<ArrayBuffer>;
}

/** Linux x86-64, with another wheel. */
export function platformWith(
  wheel: Uint8Array<ArrayBuffer>,
  url = "https://localhost/not-there.whl",
): Platform {
  const platform = platformOf("linux", "x86_64");
  return {
    ...platform,
    wheel: {
      ...platform.wheel,
      url,
      size: wheel.length,
      sha256: createHash("sha256").update(wheel).digest("hex"),
      unpackedSize: 210_000,
    },
  };
}

/** A temporary folder for a test, removed when disposed. */
export async function temporaryFolder(): Promise<
  AsyncDisposable & { path: string }
> {
  const path = await Deno.makeTempDir();
  return {
    path,
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

/** Writes the two libraries into a folder, which is created if missing. */
export async function writeLibraries(
  folder: string,
  framework = elf(3000),
  cc = elf(5000),
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeFile(join(folder, FRAMEWORK), framework);
  await Deno.writeFile(join(folder, CC), cc);
}

/** Writes a Python environment that has TensorFlow, and returns its folder. */
export async function writeEnvironment(
  prefix: string,
  { version = "2.21.0", cuda = false } = {},
): Promise<string> {
  const packages = join(prefix, "lib", "python3.12", "site-packages");
  const folder = join(packages, "tensorflow");
  await writeLibraries(folder);
  await Deno.mkdir(join(packages, "tensorflow_datasets-4.9.9.dist-info"));
  await Deno.mkdir(join(packages, `tensorflow-${version}.dist-info`));
  await Deno.mkdir(join(folder, "python", "platform"), { recursive: true });
  await Deno.writeTextFile(
    join(folder, "python", "platform", "build_info.py"),
    `build_info = dict([('is_cuda_build', ${cuda ? "True" : "False"})])\n`,
  );
  return folder;
}

/** A program that imitates Python and pip, with files from a folder. */
export interface FakePython {
  path: string;
  /** The number of downloads so far. */
  downloads(): Promise<number>;
  /** The requirements passed to pip at each download. */
  requirements(): Promise<string>;
}

/**
 * Writes such a program, replacing an earlier one.
 *
 * @param folder The folder for its files.
 * @param options.wheels The wheels of pip's first, second, … download; the last
 * one repeats. Without wheels there is no pip.
 * @param options.tensorflow The package folder that Python finds.
 * @param options.download A shell command to run before each download ends.
 */
export async function fakePython(
  folder: string,
  { wheels = [], tensorflow = "", download = ":" }: {
    wheels?: Uint8Array<ArrayBuffer>[];
    tensorflow?: string;
    download?: string;
  } = {},
): Promise<FakePython> {
  await Deno.mkdir(join(folder, "calls"), { recursive: true });
  for (const [index, wheel] of wheels.entries()) {
    await Deno.writeFile(join(folder, `${index}.whl`), wheel);
  }
  const pip = wheels.length === 0 ? "no" : "yes";
  const path = await writeProgram(
    `case "${pip} $*" in
yes*pip\\ --version) echo "pip 99.0 from here" ;;
yes\\ --version) echo "Python 3.99.0" ;;
yes*\\ download\\ *)
  count=$(ls "${folder}/calls" | wc -l | tr -d ' ')
  for argument; do
    case "$argument" in
    --dest=*) dest=\${argument#--dest=} ;;
    --requirement=*) cp "\${argument#--requirement=}" "${folder}/calls/$count" ;;
    esac
  done
  ${download}
  test -f "${folder}/$count.whl" || count=${wheels.length - 1}
  cp "${folder}/$count.whl" "$dest/tensorflow.whl" ;;
no*pip*) echo "No module named pip" >&2; exit 1 ;;
*find_spec*) printf '%s' '${tensorflow}' ;;
esac`,
  );
  const calls = () => Array.fromAsync(Deno.readDir(join(folder, "calls")));
  return {
    path,
    downloads: async () => (await calls()).length,
    requirements: async () => {
      const texts = (await calls()).map(({ name }) =>
        Deno.readTextFile(join(folder, "calls", name))
      );
      return (await Promise.all(texts)).join("");
    },
  };
}

/** Options of a search that ignores this machine. */
export function isolated(
  root: string,
  options: FindOptions & { variables?: Record<string, string> } = {},
): FindOptions {
  const { variables = {}, ...rest } = options;
  return {
    cacheDir: join(root, "cache"),
    environment: (name) => variables[name],
    pythons: [],
    gpu: false,
    platform: platformOf("linux", "x86_64"),
    onNote: () => {},
    onProgress: () => {},
    ...rest,
  };
}

/** The sorted names in a folder. */
export async function namesIn(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => name).sort();
}
