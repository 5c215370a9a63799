/**
 * Paths of the C library. They are absolute because, with FFI allowed by path,
 * Deno looks for a bare name in the working directory.
 */
export const LIBC_PATHS: readonly string[] = Deno.build.os === "darwin"
  ? ["/usr/lib/libSystem.B.dylib"]
  : [
    "/lib/x86_64-linux-gnu/libc.so.6", // Debian, Ubuntu
    "/lib/aarch64-linux-gnu/libc.so.6",
    "/lib64/libc.so.6", // Fedora and others
    "/usr/lib/libc.so.6", // Arch
  ];

/**
 * Opens the C library.
 *
 * @returns undefined if it is not found or FFI is not permitted.
 */
export function openLibc<const S extends Deno.ForeignLibraryInterface>(
  symbols: S,
): Deno.DynamicLibrary<S> & Disposable | undefined {
  for (const path of LIBC_PATHS) {
    try {
      const library = Deno.dlopen(path, symbols);
      return Object.assign(library, {
        [Symbol.dispose]: () => library.close(),
      });
    } catch {
      // Not found, or not permitted
    }
  }
  return undefined;
}
