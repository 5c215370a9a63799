import { LibraryError } from "../library/errors.ts";
import { cString, readCString } from "./memory.ts";
import { withoutStderr } from "./silence_stderr.ts";
import { type Symbols, symbols } from "./symbols.ts";

/**
 * `RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE`. When Deno exits, it closes the
 * libraries while TensorFlow's threads still run, and the process would crash
 * instead of returning its exit code.
 */
const STAY_LOADED = Deno.build.os === "darwin"
  ? 0x1 | 0x10 | 0x80
  : 0x1 | 0x4 | 0x1000;

/** Functions of libc, which the library links. */
const loaderSymbols = {
  dlopen: { parameters: ["buffer", "i32"], result: "usize" },
  dlsym: { parameters: ["usize", "buffer"], result: "usize" },
  on_exit: { // glibc only
    parameters: [
      "usize", // void (*function)(int status, void *arg)
      "usize", // void *arg
    ],
    result: "i32",
    optional: true,
  },
} as const satisfies Deno.ForeignLibraryInterface;

/** Events before the process exits, normally or after an error. */
const LAST_EVENTS = ["unload", "error", "unhandledrejection"];

/**
 * Makes the process exit without destroying TensorFlow's global objects, which
 * a call on another thread may still use: it would crash.
 *
 * `_exit` is registered as an exit handler and gets the exit code, as handlers
 * do. Handlers run last in, first out, and TensorFlow's kernels register theirs
 * late, so `_exit` is registered when the process is about to exit.
 */
function skipDestructors(
  libc: Deno.DynamicLibrary<typeof loaderSymbols>["symbols"],
): void {
  const RTLD_DEFAULT = 0n;
  const exit = libc.dlsym(RTLD_DEFAULT, cString("_exit"));
  if (exit === 0n) return;
  for (const event of LAST_EVENTS) {
    addEventListener(event, () => void libc.on_exit?.(exit, 0n));
  }
}

/** TensorFlow's libraries, opened. */
export interface OpenLibrary {
  readonly symbols: Symbols;
  /** TensorFlow's version: "2.21.0". */
  readonly version: string;
}

/**
 * Opens TensorFlow's two libraries. The framework goes first, because the other
 * one needs it and finds it by itself only in a Python package's folder.
 *
 * @throws {LibraryError} if a library can't be opened or lacks a symbol, with
 * the dynamic linker's message.
 */
export function openLibrary(framework: string, cc: string): OpenLibrary {
  return withoutStderr(() => open(framework, cc));
}

function open(framework: string, cc: string): OpenLibrary {
  try {
    const loader = Deno.dlopen(framework, loaderSymbols);
    const library = Deno.dlopen(cc, symbols);
    for (const path of [framework, cc]) {
      loader.symbols.dlopen(cString(path), STAY_LOADED);
    }
    skipDestructors(loader.symbols);
    return {
      symbols: library.symbols,
      version: readCString(library.symbols, library.symbols.TF_Version()),
    };
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    const reason = (error as Error).message.replaceAll(/\s+/g, " ");
    throw new LibraryError(
      `Cannot open TensorFlow's C library: "${framework}" and "${cc}" must be of one TensorFlow, with every symbol of version 2.16 or later: ${reason}; install TensorFlow again, or name another folder with TENSORFLOW_DIR`,
      { cause: error },
    );
  }
}
