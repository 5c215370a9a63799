/** TensorFlow's C library could not be found, downloaded, unpacked or opened. */
export class LibraryError extends Error {
  /** The class's name. */
  override name = "LibraryError";
}

/** There is no usable library, and it could not be downloaded. */
export class LibraryNotFoundError extends LibraryError {
  /** "LibraryNotFoundError". */
  override name = "LibraryNotFoundError";
  /** The places searched: one line each, with what was found there. */
  readonly searched: readonly string[];

  /** Makes an error with the places searched. */
  constructor(
    message: string,
    options: ErrorOptions & { searched?: readonly string[] } = {},
  ) {
    super(message, options);
    this.searched = options.searched ?? [];
  }
}

/** TensorFlow publishes no C library for this operating system or processor. */
export class UnsupportedPlatformError extends LibraryError {
  /** "UnsupportedPlatformError". */
  override name = "UnsupportedPlatformError";
}

/** The downloaded wheel, or a file unpacked from it, is damaged. */
export class BrokenDownloadError extends LibraryError {
  /** "BrokenDownloadError". */
  override name = "BrokenDownloadError";
}

/** Deno does not permit what finding, fetching or opening the library needs. */
export class PermissionError extends LibraryError {
  /** "PermissionError". */
  override name = "PermissionError";
  /** The missing flags: `--allow-ffi=…`. */
  readonly flags: readonly string[];

  /** Makes an error with the missing flags. */
  constructor(message: string, flags: readonly string[]) {
    super(message);
    this.flags = flags;
  }
}
