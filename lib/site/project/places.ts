/** Links between the project's files, turned into links between pages. @module */
import { posix } from "node:path";
import { FileError } from "../../files/errors.ts";
import { type Kind, kindOf, pagePath, relativeLink } from "./paths.ts";

/** A file or folder of the project that has a place in the site. */
export interface Place {
  /** From the project's root. */
  readonly path: string;
  readonly kind: Kind;
  /** Of its page, from the site's root. */
  readonly page: string;
}

/** How links find out what is there. */
export interface Files {
  /** Undefined if there is neither a file nor a folder. */
  readonly kind: (path: string) => Promise<"file" | "folder" | undefined>;
}

/** The places of the site, which grow with the links that lead to them. */
export class Places {
  readonly #files: Files;
  readonly #places = new Map<string, Place>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** All of them, in the order in which they were added; more may come meanwhile. */
  all(): IterableIterator<Place> {
    return this.#places.values();
  }

  /**
   * Gives a file a place, if it has none yet.
   *
   * @throws {FileError} if there is no such file.
   */
  async add(path: string): Promise<Place> {
    const known = this.#places.get(path);
    if (known) return known;
    const found = await this.#files.kind(path);
    const readme = posix.join(path, "README.md");
    if (found === "folder" && await this.#files.kind(readme) === "file") {
      return await this.add(readme);
    }
    if (found === undefined || path.startsWith("../")) {
      throw new FileError(
        `Cannot build the site: links must lead to files of the project: current value is "${path}"`,
      );
    }
    const kind = kindOf(path, found === "folder");
    const place = { path, kind, page: pagePath(path, kind) };
    this.#places.set(path, place);
    return place;
  }

  /**
   * What a link of a file is in its page. Links to elsewhere and within the page stay
   * as they are.
   */
  async link(from: Place, link: string): Promise<string> {
    if (/^([a-z][a-z0-9+.-]*:|#|\/\/)/i.test(link)) return link;
    const [target, anchor] = link.split("#", 2);
    const path = posix.join(
      posix.dirname(from.path),
      decodeURIComponent(target),
    );
    const to = await this.add(path.replace(/\/$/, ""));
    // Pages of source code have no anchors for lines
    const suffix = anchor === undefined || to.kind === "source"
      ? ""
      : `#${anchor}`;
    return relativeLink(from.page, to.page) + suffix;
  }
}
