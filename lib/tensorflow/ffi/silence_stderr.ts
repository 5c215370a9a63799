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
 * Runs a function with the process's standard error discarded. While TensorFlow
 * loads, it logs two lines about oneDNN that no setting can stop. Failures to
 * load are thrown, so they are not lost.
 *
 * Nothing is discarded if libc can't be opened or `TF_CPP_MIN_LOG_LEVEL` is 0.
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
