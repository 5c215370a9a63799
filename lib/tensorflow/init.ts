import { tf } from "./tfjs.ts";
import { BACKEND_NAME } from "./backend/active.ts";
import { type Device, Runtime, type Threads } from "./eager/runtime.ts";
import { findLibrary, type FindOptions, type Library } from "./library/mod.ts";
import { replaceKernels } from "./kernels/mod.ts";
import { setRandomOps } from "./random/replaceable_ops.ts";

/** What was loaded. */
export interface TensorFlow {
  /** TensorFlow's version, for example "2.21.0". */
  readonly version: string;
  /** Where operations run. */
  readonly device: "cpu" | "gpu";
  readonly devices: readonly Device[];
  readonly threads: Threads;
  /** The libraries and how they were found. */
  readonly library: Library;
  /** One line: version, device, threads, origin. */
  readonly summary: string;
}

/** How TensorFlow is found and loaded. */
export interface InitOptions extends FindOptions {
  /** The library to open; found, or fetched with pip, where none is given. */
  readonly library?: Library;
  /** Thread pools; see {@link defaultThreads}. */
  readonly threads?: Partial<Threads>;
}

/** What TensorFlow reads when it is opened, unless the user has set it. */
const environment = {
  // Errors only, of what its own code logs to stderr
  TF_CPP_MIN_LOG_LEVEL: "2",
  // On by default only where the processor has AVX-512 VNNI; with AVX2 alone a
  // training step takes less than half the time as well
  TF_ENABLE_ONEDNN_OPTS: "1",
};

let loading: Promise<TensorFlow> | undefined;

/**
 * Loads TensorFlow's C library and makes it the backend of TensorFlow.js.
 * Called again, it returns what was loaded first, whatever the options.
 *
 * @throws {LibraryNotFoundError} if there is no library and none can be fetched.
 * @throws {Error} if the library can't be opened.
 */
export function init(options: InitOptions = {}): Promise<TensorFlow> {
  loading ??= load(options).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(options: InitOptions): Promise<TensorFlow> {
  const library = options.library ?? await findLibrary(options);
  const { TensorFlowBackend } = await import("./backend/mod.ts");
  const { statelessOps } = await import("./ops/stateless_random.ts");
  const threads = { ...defaultThreads(), ...options.threads };
  for (const [name, value] of Object.entries(environment)) {
    if (Deno.env.get(name) === undefined) Deno.env.set(name, value);
  }
  const runtime = new Runtime(library, threads);
  const backend = new TensorFlowBackend(runtime);
  tf.registerBackend(BACKEND_NAME, () => backend as never, 3);
  await tf.setBackend(BACKEND_NAME);
  await import("@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js");
  replaceKernels();
  setRandomOps(statelessOps);
  const device = runtime.gpu ? "gpu" : "cpu";
  return {
    version: runtime.version,
    device,
    devices: runtime.devices,
    threads,
    library,
    summary:
      `TensorFlow ${runtime.version} on ${device.toUpperCase()}, ${threads.interOp} inter-op and ${threads.intraOp} intra-op threads, from ${library.directory}`,
  };
}

/**
 * As many operations side by side as there are processors, each on one thread:
 * for networks as small as those here, faster than splitting each operation.
 */
export function defaultThreads(): Threads {
  return { interOp: navigator.hardwareConcurrency, intraOp: 1 };
}
