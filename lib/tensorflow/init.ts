import { tf } from "./tfjs.ts";
import { BACKEND_NAME } from "./backend/engine_state.ts";
import { prepareCluster, refuseLate } from "./cluster/prepare.ts";
import type { ClusterOptions } from "./cluster/tasks.ts";
import { type Device, Runtime, type Threads } from "./eager/runtime.ts";
import {
  findLibrary,
  type FindOptions,
  type Library,
  requirePermissions,
  requireWholeFiles,
} from "./library/mod.ts";
import { requireOneCopy } from "./one_copy.ts";
import { widenMethods } from "./dtypes/wider_ops.ts";
import { registerGradients } from "./gradients/mod.ts";
import { replaceKernels } from "./kernels/mod.ts";
import { addLinalg } from "./linalg/register.ts";
import { mendLayers } from "./layers/mended/mod.ts";
import { refuseRecordingStatefulLayers } from "./layers/stateful.ts";
import { mendData } from "./models/data/mod.ts";
import { mendGraphOps } from "./models/graph_ops/mod.ts";
import { drawInGraphModels } from "./models/graph_random.ts";
import { recordModels } from "./models/record_models.ts";
import { loadPublished } from "./node/published.ts";
import { mendMethods } from "./mended/replace.ts";
import { mendOptimizers } from "./optimizers/mended/mod.ts";
import { registerOptimizers } from "./optimizers/mod.ts";
import { setRandomOps } from "./random/replaceable_ops.ts";

/** The TensorFlow library that was loaded. */
export interface TensorFlow {
  /** TensorFlow's version: "2.21.0". */
  readonly version: string;
  /** Where operations run by default. */
  readonly device: "cpu" | "gpu";
  /** All devices that TensorFlow found. */
  readonly devices: readonly Device[];
  /** The sizes of the thread pools. */
  readonly threads: Threads;
  /** Where the library lies, and how it was found. */
  readonly library: Library;
  /** All of this in one line. */
  readonly summary: string;
}

/** How to find and load TensorFlow. */
export interface InitOptions extends FindOptions {
  /** The library to open; by default it is searched for, then downloaded. */
  readonly library?: Library;
  /** The sizes of the thread pools; {@link defaultThreads} by default. */
  readonly threads?: Partial<Threads>;
  /**
   * Whether models record their steps in `fit()`, `evaluate()` and `predict()`,
   * instead of running them op by op; `recordModel()` decides for one model.
   * Default true.
   */
  readonly recordModels?: boolean;
  /**
   * Other processes to work together with, or `"TF_CONFIG"` to read them from the
   * variable of that name, if it is set. See {@linkcode cluster}.
   */
  readonly cluster?: ClusterOptions | "TF_CONFIG";
}

/** Environment variables that TensorFlow reads when opened; the user's win. */
const environment = {
  // Logs errors only
  TF_CPP_MIN_LOG_LEVEL: "2",
  // By default oneDNN is on only with AVX-512 VNNI, but with AVX2 alone it also
  // more than halves the time of a training step
  TF_ENABLE_ONEDNN_OPTS: "1",
};

let loading: Promise<TensorFlow> | undefined;

/**
 * Loads TensorFlow's C library and makes it the backend of TensorFlow.js. Later
 * calls return the library loaded first and ignore their options, but for
 * `cluster`, which only the first one can join.
 *
 * @throws {PermissionError} with all flags that are missing.
 * @throws {LibraryNotFoundError} if there is no library and it can't be
 * downloaded.
 * @throws {LibraryError} if a file of the library is not for this machine, is cut
 * short, or can't be opened.
 * @throws {ClusterError} if a cluster can't be joined; the process must then end.
 */
export function init(options: InitOptions = {}): Promise<TensorFlow> {
  if (loading && options.cluster) refuseLate(options.cluster);
  loading ??= load(options).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(options: InitOptions): Promise<TensorFlow> {
  requireOneCopy();
  if (options.library) await requireWholeFiles(options.library);
  else await requirePermissions(options);
  const library = options.library ?? await findLibrary(options);
  const { TensorFlowBackend } = await import("./backend/mod.ts");
  const { statelessOps } = await import("./ops/random/stateless_ops.ts");
  const threads = { ...defaultThreads(), ...options.threads };
  const cluster = await prepareCluster(options.cluster);
  const logging = cluster && { TF_CPP_MIN_LOG_LEVEL: "3" }; // It throws them, too
  for (const [name, value] of Object.entries({ ...environment, ...logging })) {
    if (Deno.env.get(name) === undefined) Deno.env.set(name, value);
  }
  const start = () => new Runtime(library, threads, cluster?.server);
  const runtime = cluster ? cluster.start(start) : start();
  const backend = new TensorFlowBackend(runtime);
  tf.registerBackend(BACKEND_NAME, () => backend as never, 3);
  await tf.setBackend(BACKEND_NAME);
  await import(
    "npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/register_all_kernels.js"
  );
  await loadPublished();
  replaceKernels();
  widenMethods();
  mendMethods();
  registerGradients();
  addLinalg();
  refuseRecordingStatefulLayers();
  mendLayers();
  mendOptimizers();
  registerOptimizers();
  recordModels(options.recordModels ?? true);
  setRandomOps(statelessOps);
  mendGraphOps();
  drawInGraphModels();
  mendData();
  await cluster?.join(runtime);
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
 * One operation per processor core, each on one thread. For small networks this
 * is faster than splitting each operation among threads.
 */
export function defaultThreads(): Threads {
  return { interOp: navigator.hardwareConcurrency, intraOp: 1 };
}
