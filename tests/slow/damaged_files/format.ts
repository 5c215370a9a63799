import type { Bytes } from "./mutations.ts";

/** The content of a folder by the names of its files. */
export type Files = Readonly<Record<string, Bytes>>;

/** One kind of file. */
export interface Format {
  readonly name: string;
  /** What is changed: bytes, or a text of JSON. */
  readonly good: Bytes | string;
  /** The folder that holds it, with what lies beside it and, where that is what the name says, checksums made right. */
  files(content: Bytes): Files | Promise<Files>;
  /** Reads it as the commands do. */
  read(folder: string): Promise<unknown>;
  /** What it may be refused with. */
  readonly errors: readonly (new (...args: never[]) => Error)[];
  /** Of the file, which a refusal must name; "" where it names the folder. */
  readonly file: string;
}
