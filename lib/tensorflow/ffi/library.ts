/**
 * Opening TensorFlow's two shared libraries, and plain memory and text across
 * the boundary.
 *
 * @module
 */
import { withoutStderr } from "./quiet.ts";
import { type Address, type Symbols, symbols } from "./symbols.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const names = new Map<string, Uint8Array<ArrayBuffer>>();

/** A null-terminated C string; names recur, so each is encoded once. */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  let bytes = names.get(text);
  if (!bytes) {
    bytes = encoder.encode(text + "\0");
    names.set(text, bytes);
  }
  return bytes;
}

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

/** Copies `byteLength` bytes at an address. */
export function readBytes(
  library: Symbols,
  address: Address,
  byteLength: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteLength);
  if (byteLength > 0) library.readMemory(bytes, address, BigInt(byteLength));
  return bytes;
}

/** Reads a null-terminated UTF-8 string. */
export function readCString(library: Symbols, address: Address): string {
  if (address === 0n) return "";
  return decoder.decode(
    readBytes(library, address, Number(library.strlen(address))),
  );
}

/** The bytes of a `TF_Buffer { const void* data; size_t length; … }`. */
export function bufferBytes(
  library: Symbols,
  buffer: Address,
): Uint8Array<ArrayBuffer> {
  const [data, length] = new BigUint64Array(
    readBytes(library, buffer, 16).buffer,
  );
  return readBytes(library, data, Number(length));
}
