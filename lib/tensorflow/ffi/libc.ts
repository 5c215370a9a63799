/**
 * Where the C library lies. By its full path: a library without one is looked
 * for in the working folder where FFI is allowed by path.
 */
export const LIBC_PLACES: readonly string[] = Deno.build.os === "darwin"
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
 * @returns undefined where it is not found or FFI is not allowed.
 */
export function openLibc<const S extends Deno.ForeignLibraryInterface>(
  symbols: S,
): Deno.DynamicLibrary<S> & Disposable | undefined {
  for (const path of LIBC_PLACES) {
    try {
      const library = Deno.dlopen(path, symbols);
      return Object.assign(library, {
        [Symbol.dispose]: () => library.close(),
      });
    } catch {
      // Not there, or not allowed
    }
  }
  return undefined;
}
