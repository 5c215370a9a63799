import { cString, readCString } from "./memory.ts";
import { withoutStderr } from "./silence_stderr.ts";
import { type Symbols, symbols } from "./symbols.ts";

/**
 * `RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE`. Deno closes what it opened when it
 * ends; TensorFlow's threads are still running then, and the process would end
 * with a segmentation fault instead of its exit code.
 */
const STAY_LOADED = Deno.build.os === "darwin"
  ? 0x1 | 0x10 | 0x80
  : 0x1 | 0x4 | 0x1000;

/** Of libc, which the library links. */
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

/** Sent when the process is about to end: in order, or by an error. */
const LAST_EVENTS = ["unload", "error", "unhandledrejection"];

/**
 * Makes the end of the process leave out the destructors of TensorFlow's global
 * objects: a call that another thread is in still needs them, and the process
 * would end with a segmentation fault. `_exit` itself is the exit handler, and
 * takes the exit code as handlers do. The last one registered runs first, and
 * TensorFlow registers some of its own in its kernels: hence the events.
 */
function exitAtOnce(
  libc: Deno.DynamicLibrary<typeof loaderSymbols>["symbols"],
): void {
  const RTLD_DEFAULT = 0n;
  const exit = libc.dlsym(RTLD_DEFAULT, cString("_exit"));
  if (exit === 0n) return;
  for (const event of LAST_EVENTS) {
    addEventListener(event, () => void libc.on_exit?.(exit, 0n));
  }
}

/** The two opened libraries. */
export interface OpenLibrary {
  readonly symbols: Symbols;
  /** TensorFlow's version, for example "2.21.0". */
  readonly version: string;
}

/**
 * Opens the libraries. The framework goes first: the other one needs it, and
 * its own search path holds only inside a Python package's folder.
 *
 * @throws {Error} if one of them can't be opened or lacks a symbol, with the
 * dynamic linker's message.
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
    exitAtOnce(loader.symbols);
    return {
      symbols: library.symbols,
      version: readCString(library.symbols, library.symbols.TF_Version()),
    };
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new Error(
      `Cannot open TensorFlow's C library: "${cc}" must load with every symbol of TensorFlow 2.16 or later: ${
        (error as Error).message
      }`,
      { cause: error },
    );
  }
}
