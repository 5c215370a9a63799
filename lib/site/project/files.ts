/** The project's files, as the site reads them. @module */
import { join } from "node:path";
import { fileError } from "../../files/errors.ts";

/** Reads files of a folder by paths from it, with `/` between folders. */
export class ProjectFiles {
  readonly #root: string;

  /** @param root The project's folder. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Undefined if there is neither a file nor a folder. */
  async kind(path: string): Promise<"file" | "folder" | undefined> {
    try {
      const { isDirectory } = await Deno.stat(join(this.#root, path));
      return isDirectory ? "folder" : "file";
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw fileError(`Cannot read "${path}"`, error);
    }
  }

  /** The names of what is in a folder, without what begins with a dot. */
  async list(path: string): Promise<string[]> {
    try {
      const names = await Array.fromAsync(
        Deno.readDir(join(this.#root, path)),
        ({ name }) => name,
      );
      return names.filter((name) => !name.startsWith("."));
    } catch (error) {
      throw fileError(`Cannot read "${path}"`, error);
    }
  }

  /** @throws {FileError} if it can't be read. */
  async text(path: string): Promise<string> {
    return new TextDecoder().decode(await this.bytes(path));
  }

  /** @throws {FileError} if it can't be read. */
  async bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return await Deno.readFile(join(this.#root, path));
    } catch (error) {
      throw fileError(`Cannot read "${path}"`, error);
    }
  }
}
