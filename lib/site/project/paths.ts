/** Where the project's files are in the site. @module */
import { posix } from "node:path";

/** What becomes of a file of the project. */
export type Kind = "notebook" | "markdown" | "asset" | "source" | "folder";

const PICTURES = /\.(png|svg|jpe?g|webp|gif)$/;
const TEXTS = /\.(tsx?|js|jsonc?|py|sh|css|html|txt|lock|toml|ya?ml)$/;

/** What a file becomes; `isFolder` where its name does not say so. */
export function kindOf(path: string, isFolder = false): Kind {
  if (isFolder) return "folder";
  if (path.endsWith(".ipynb")) return "notebook";
  if (path.endsWith(".md")) return "markdown";
  if (PICTURES.test(path)) return "asset";
  return TEXTS.test(path) || !posix.basename(path).includes(".")
    ? "source"
    : "asset";
}

/**
 * Where a file is in the site, from its root. A folder's README is its `index.html`.
 *
 * @param path From the project's root, parts divided by `/`; `""` is the root.
 */
export function pagePath(path: string, kind: Kind): string {
  // Servers often hide what begins with a dot
  const shown = path.replaceAll(/(^|\/)\.(?=[^/])/g, "$1");
  switch (kind) {
    case "notebook":
      return shown.replace(/\.ipynb$/, ".html");
    case "markdown":
      return shown.replace(/(^|\/)README\.md$/, "$1index.html")
        .replace(/\.md$/, ".html");
    case "source":
      return `${shown}.html`;
    case "folder":
      return posix.join(shown, "index.html");
    case "asset":
      return shown;
  }
}

/** A link from one page of the site to another, both from its root. */
export function relativeLink(from: string, to: string): string {
  return encodeURI(
    posix.relative(posix.dirname(from), to) || posix.basename(to),
  );
}
