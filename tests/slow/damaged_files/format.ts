import type { Bytes } from "./mutations.ts";

/** A folder's files by name. */
export type Files = Readonly<Record<string, Bytes>>;

/** One kind of file. */
export interface Format {
  readonly name: string;
  /** The intact content that is damaged: bytes, or a text of JSON. */
  readonly good: Bytes | string;
  /**
   * The folder with this content and the files that belong to it; with a corrected
   * digest, if the format's name says so.
   */
  files(content: Bytes): Files | Promise<Files>;
  /** Reads it as the commands do. */
  read(folder: string): Promise<unknown>;
  /** The classes of errors that may refuse it. */
  readonly errors: readonly (new (...args: never[]) => Error)[];
  /** The file that a refusal must name; "" for the folder. */
  readonly file: string;
  /** By how much reading may raise the process's peak, in bytes. Default 64 MB. */
  readonly memory?: number;
}
