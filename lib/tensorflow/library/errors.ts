/** What went wrong while TensorFlow's C library was looked for or fetched. */
export class LibraryError extends Error {
  override name = "LibraryError";
}

/** No usable copy of the library is there, and none could be fetched. */
export class LibraryNotFoundError extends LibraryError {
  override name = "LibraryNotFoundError";
  /** One line for each place, with what was found there. */
  readonly searched: readonly string[];

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
  override name = "UnsupportedPlatformError";
}

/** The wheel, or what was unpacked from it, is not what was published. */
export class BrokenDownloadError extends LibraryError {
  override name = "BrokenDownloadError";
}
