import { openLibc } from "./libc.ts";

/** `O_WRONLY`. */
const WRITE_ONLY = 1;
const STDERR = 2;

const symbols = {
  dup: { parameters: ["i32"], result: "i32" },
  dup2: { parameters: ["i32", "i32"], result: "i32" },
  open: { parameters: ["buffer", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/**
 * Runs a function while the process's standard error goes nowhere. TensorFlow
 * logs two lines about oneDNN while it is being loaded, before any setting of
 * its own could stop it; what fails while loading is thrown, not logged.
 *
 * Where the C library can't be opened, or `TF_CPP_MIN_LOG_LEVEL` is 0, nothing
 * is silenced.
 */
export function withoutStderr<T>(fn: () => T): T {
  if (Deno.env.get("TF_CPP_MIN_LOG_LEVEL") === "0") return fn();
  using library = openLibc(symbols);
  if (!library) return fn();
  const { dup, dup2, open, close } = library.symbols;
  const saved = dup(STDERR);
  const nowhere = open(new TextEncoder().encode("/dev/null\0"), WRITE_ONLY);
  dup2(nowhere, STDERR);
  close(nowhere);
  try {
    return fn();
  } finally {
    dup2(saved, STDERR);
    close(saved);
  }
}
