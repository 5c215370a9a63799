import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { LIBC_PATHS } from "../../../lib/tensorflow/ffi/libc.ts";
import { openLibrary } from "../../../lib/tensorflow/ffi/open_library.ts";
import { LibraryError } from "../../../lib/tensorflow/library/mod.ts";

Deno.test("openLibrary() says in one line that a library lacks symbols", () => {
  const libc = LIBC_PATHS.find(opens)!;
  const { message } = assertThrows(
    () => openLibrary(libc, libc),
    LibraryError,
  );
  assertMatch(
    message,
    /^Cannot open TensorFlow's C library: .*: undefined symbol: TF.*; install TensorFlow again, or name another folder with TENSORFLOW_DIR$/,
  );
  assertEquals(message.split("\n").length, 1);
});

function opens(path: string): boolean {
  try {
    Deno.dlopen(path, {}).close();
    return true;
  } catch {
    return false;
  }
}
