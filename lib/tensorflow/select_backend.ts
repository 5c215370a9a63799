/**
 * Chooses a TensorFlow.js backend that can train.
 *
 * @module
 */
import { init, type InitOptions, type TensorFlow } from "./init.ts";
import { findLibrary, type FindOptions, LibraryError } from "./library/mod.ts";
import { tf } from "./tfjs.ts";

/** The backends in order of preference. */
export const BACKENDS = ["tensorflow", "webgpu", "cpu"] as const;

/** TensorFlow's C library, WebGPU in Deno, or TensorFlow.js in JavaScript. */
export type BackendName = typeof BACKENDS[number];

/** The backend in use. */
export interface SelectedBackend {
  /** Its name. */
  readonly name: BackendName;
  /** What it is and why it was chosen, in one line. */
  readonly description: string;
  /** The library, if the backend is `tensorflow`. */
  readonly tensorFlow?: TensorFlow;
}

/** How to choose a backend. */
export interface SelectOptions {
  /** The backend to use; by default the first that works. */
  readonly backend?: BackendName;
  /** How to find TensorFlow's C library. */
  readonly library?: FindOptions;
  /** Threads and cluster, if the backend is `tensorflow`. */
  readonly init?: Pick<InitOptions, "threads" | "cluster">;
  /** Finds the graphics card; `navigator.gpu` by default. */
  readonly gpu?: Pick<GPU, "requestAdapter">;
}

/** A backend can't be used on this machine. */
export class BackendError extends Error {
  /** "BackendError". */
  override name = "BackendError";
}

/**
 * Loads a backend and makes TensorFlow.js use it.
 *
 * @throws {LibraryError} if `backend` is `tensorflow` and its library is
 * neither found nor downloaded or can't be opened, or if `TENSORFLOW_DIR` names
 * a folder without it.
 * @throws {BackendError} if `backend` can't be used, or if none can.
 * @throws The signal's reason, if a download was interrupted.
 */
export async function selectBackend(
  options: SelectOptions = {},
): Promise<SelectedBackend> {
  const { backend, library = {} } = options;
  if (backend !== undefined) {
    const loaded = await load(backend, options).catch(suggestWebGpu);
    return {
      ...loaded,
      name: backend,
      description: `${loaded.description} (by --backend)`,
    };
  }
  const reasons: string[] = [];
  for (const name of BACKENDS) {
    try {
      const loaded = await load(name, options);
      const why = reasons.length === 0
        ? "the first choice"
        : `because ${reasons.join("; ")}`;
      return { ...loaded, name, description: `${loaded.description} (${why})` };
    } catch (error) {
      if (!(error instanceof Error) || isInterruption(error, library.signal)) {
        throw error;
      }
      // Never silently ignore a library that the user named
      if (name === "tensorflow" && namedLibrary(library)) throw error;
      reasons.push(`${name} can't be used: ${firstLine(error.message)}`);
    }
  }
  throw new BackendError(
    `Cannot choose a backend: one of them must work: ${reasons.join("; ")}`,
  );
}

/** Completes the library's message, which ends with TensorFlow.js's backends. */
function suggestWebGpu(error: unknown): never {
  if (error instanceof LibraryError) {
    error.message += "; run with --backend webgpu";
  }
  throw error;
}

function isInterruption(error: Error, signal?: AbortSignal): boolean {
  return error.name === "AbortError" || (signal?.aborted ?? false);
}

function namedLibrary({ environment }: FindOptions): string | undefined {
  const name = "TENSORFLOW_DIR";
  return environment ? environment(name) : Deno.env.get(name);
}

function firstLine(text: string): string {
  return text.split("\n")[0];
}

type Loaded = Omit<SelectedBackend, "name">;

async function load(
  name: BackendName,
  { library = {}, init: setup, gpu = navigator.gpu }: SelectOptions,
): Promise<Loaded> {
  switch (name) {
    case "tensorflow": {
      const tensorFlow = await init({
        ...setup,
        library: await findLibrary(library),
      });
      return { description: tensorFlow.summary, tensorFlow };
    }
    case "webgpu":
      return { description: await loadWebGpu(gpu) };
    case "cpu":
      return { description: await loadCpu() };
  }
}

async function loadWebGpu(
  gpu: Pick<GPU, "requestAdapter"> | undefined,
): Promise<string> {
  const adapter = await gpu?.requestAdapter();
  if (!adapter) {
    throw new BackendError(
      "Cannot use backend webgpu: the machine must have a graphics card that WebGPU supports: none was found; try --backend cpu",
    );
  }
  const { description, vendor } = adapter.info;
  await import("npm:@tensorflow/tfjs-backend-webgpu@4.22.0");
  if (!await tf.setBackend("webgpu")) {
    throw new BackendError(
      "Cannot use backend webgpu: TensorFlow.js must be able to open a device: it could not; try --backend cpu",
    );
  }
  await tf.ready();
  return `WebGPU on ${description || vendor || "a device without a name"}`;
}

async function loadCpu(): Promise<string> {
  await tf.setBackend("cpu");
  // Keeps it from advising users of Node to install another package
  const env = tf.env();
  const isTest = env.getBool("IS_TEST");
  env.set("IS_TEST", true);
  tf.scalar(0).dispose();
  env.set("IS_TEST", isTest);
  return "Plain TensorFlow.js on one processor core";
}
