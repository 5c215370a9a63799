import { fileError } from "../../files/errors.ts";

/**
 * A file that has not arrived in full. Beside it, under the same name and
 * `.json`, lie the address it comes from and the validator (an entity tag or a
 * date) by which the server knows its version. Without both, nothing is resumed.
 */
export class Part {
  #broken = false;

  private constructor(
    readonly path: string,
    readonly url: string,
    private readonly file: Deno.FsFile,
    private bytes: number,
    private version: string | undefined,
  ) {}

  /**
   * Opens a partial file at its end; what is not of this address is not counted
   * in its length, and is overwritten.
   *
   * @throws {FileError} if the file cannot be opened
   */
  static async open(path: string, url: string): Promise<Part> {
    try {
      const file = await Deno.open(path, { write: true, create: true });
      const version = await readVersion(path, url);
      const length = version === undefined
        ? 0
        : await file.seek(0, Deno.SeekMode.End);
      return new Part(path, url, file, length, version);
    } catch (error) {
      throw fileError(`Cannot write "${path}"`, error);
    }
  }

  /** Bytes it holds. */
  get length(): number {
    return this.bytes;
  }

  /** What `If-Range` asks with. */
  get validator(): string | undefined {
    return this.version;
  }

  /** Whether an operation on the file itself failed. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Empties it, for a file of this version. */
  restart(validator?: string): Promise<void> {
    return this.#guard(async () => {
      await removeIfThere(originPath(this.path));
      if ((await Deno.stat(this.path)).size > 0) await this.file.truncate(0);
      await this.file.seek(0, Deno.SeekMode.Start);
      this.bytes = 0;
      this.version = validator;
      if (validator === undefined) return;
      const origin = { url: this.url, validator };
      await Deno.writeTextFile(originPath(this.path), JSON.stringify(origin));
    });
  }

  append(chunk: Uint8Array): Promise<void> {
    return this.#guard(async () => {
      for (let written = 0; written < chunk.length;) {
        const count = await this.file.write(chunk.subarray(written));
        written += count;
        this.bytes += count;
      }
    });
  }

  /** Sees to it that all bytes are on the disk. */
  finish(): Promise<void> {
    return this.#guard(() => this.file.sync());
  }

  [Symbol.dispose](): void {
    this.file.close();
  }

  async #guard(operation: () => Promise<void>): Promise<void> {
    try {
      await operation();
    } catch (error) {
      this.#broken = true;
      throw fileError(`Cannot write "${this.path}"`, error);
    }
  }
}

/** Removes a partial file and what lies beside it. */
export async function removePart(path: string): Promise<void> {
  await removeIfThere(path);
  await removeIfThere(originPath(path));
}

function originPath(path: string): string {
  return `${path}.json`;
}

async function readVersion(
  path: string,
  url: string,
): Promise<string | undefined> {
  try {
    const origin = JSON.parse(await Deno.readTextFile(originPath(path)));
    const usable = origin?.url === url && typeof origin.validator === "string";
    return usable ? origin.validator : undefined;
  } catch {
    return undefined; // missing or damaged: the file is fetched from its start
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) {
      throw fileError(`Cannot remove "${path}"`, error);
    }
  }
}
