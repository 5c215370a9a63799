/** The parts of a file of Keras 3, which is a ZIP archive. @module */
import {
  BlobReader,
  type FileEntry,
  TextWriter,
  Uint8ArrayWriter,
  ZipReader,
} from "npm:@zip.js/zip.js@2.24.0";

/** What Keras writes. */
export interface KerasArchive {
  /** The layers, as JSON. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The weights, in HDF5. */
  readonly weights: Uint8Array;
}

/**
 * Reads the archive.
 *
 * @param source What errors call it.
 * @throws {Error} if it is no ZIP archive or a part is missing or damaged.
 */
export async function readKerasArchive(
  bytes: Uint8Array<ArrayBuffer>,
  source: string,
): Promise<KerasArchive> {
  const reader = new ZipReader(new BlobReader(new Blob([bytes])), {
    useWebWorkers: false,
    checkSignature: true,
  });
  const fail = (what: string, cause?: unknown): never => {
    throw new Error(`Cannot load ${source}: ${what}`, { cause });
  };
  try {
    const entries = await reader.getEntries().catch((cause) =>
      fail("it must be a file of Keras 3, which is a ZIP archive", cause)
    );
    const part = (name: string): FileEntry => {
      const entry = entries.find(({ filename }) => filename === name);
      return entry && !entry.directory
        ? entry
        : fail(`it must have the part ${name}; save it with Keras 3 again`);
    };
    const [config, weights] = ["config.json", "model.weights.h5"].map(part);
    return await Promise.all([
      config.getData(new TextWriter()).then((text) => JSON.parse(text)),
      weights.getData(new Uint8ArrayWriter()),
    ]).then(
      ([config, weights]) => ({ config, weights }),
      (cause) => fail(`a part of it is damaged: ${cause.message}`, cause),
    );
  } finally {
    await reader.close();
  }
}
