import {
  findLibrary,
  type FindOptions,
  hasGpu,
  type Library,
  LibraryError,
  LibraryNotFoundError,
  VERSION,
} from "../../tensorflow/library/mod.ts";
import type { Finding } from "./finding.ts";

const CUDA = "an NVIDIA driver is there; to compute on the GPU, install in a " +
  `Python environment: pip install 'tensorflow[and-cuda]==${VERSION}'`;
const FETCH = "deno task doctor --fetch";

/** Opens a library and describes it: version, devices, threads. */
export type Open = (library: Library) => Promise<string>;

/**
 * Checks where TensorFlow's C library is, and whether it opens.
 *
 * @param options.download Whether to download it if it is missing.
 */
export async function checkTensorFlow(
  open: Open,
  options: FindOptions = {},
): Promise<Finding> {
  const name = "TensorFlow";
  let library: Library;
  try {
    library = await findLibrary(options);
  } catch (error) {
    if (!(error instanceof LibraryError)) throw error;
    const missing = error instanceof LibraryNotFoundError &&
      error.searched.length > 0 && !options.download;
    return missing
      ? { name, ok: false, text: notFound(error), command: FETCH }
      : { name, ok: false, text: error.message };
  }
  const place = `${library.directory} (${origin(library)})`;
  try {
    const text = `${await open(library)}\nin ${place}`;
    const gpu = options.gpu ?? await hasGpu((name) => Deno.env.get(name));
    const hint = gpu && !library.cuda ? `\n${CUDA}` : "";
    return { name, ok: true, text: text + hint, trains: true };
  } catch (error) {
    const reason = `it does not open: ${(error as Error).message}`;
    return { name, ok: false, text: `in ${place}\n${reason}` };
  }
}

function notFound({ searched }: LibraryNotFoundError): string {
  return ["not found", ...searched].join("\n");
}

function origin({ origin, cuda }: Library): string {
  const build = cuda ? ", CUDA build" : "";
  switch (origin) {
    case "TENSORFLOW_DIR":
      return `named by TENSORFLOW_DIR${build}`;
    case "python":
      return `of the active Python environment${build}`;
    case "project":
    case "download":
      return "the project's own copy";
  }
}

/** Opens the library as the backend of TensorFlow.js. */
export async function openTensorFlow(library: Library): Promise<string> {
  const { init } = await import("../../tensorflow/init.ts");
  const { version, devices, threads } = await init({ library });
  // /job:localhost/replica:0/task:0/device:CPU:0
  const names = devices.map(({ name }) => name.replace(/^.*device:/, ""));
  return `${version} on ${names.join(", ")}, ` +
    `${threads.interOp} inter-op and ${threads.intraOp} intra-op threads`;
}
