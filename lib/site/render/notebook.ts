/** A notebook as a page. @module */
import type { FolderFile } from "../../files/atomic_folder.ts";
import { joined, type Notebook } from "../../jupyter/notebook.ts";
import type { LiveForms } from "./live.ts";
import { codeBlock, type Heading, MarkdownPage } from "./markdown.ts";
import { Outputs } from "./outputs.ts";

/** What a file of the project becomes. */
export interface Content {
  /** HTML of the page's main part. */
  readonly html: string;
  readonly headings: readonly Heading[];
  /** What it needs besides. */
  readonly files?: readonly FolderFile[];
  /** Widgets on it: modules in lib/widgets/elements. */
  readonly elements?: readonly string[];
}

/** Options of {@linkcode notebookContent}. */
export interface NotebookOptions {
  /** Its page, from the site's root. */
  readonly page: string;
  readonly live: LiveForms;
  /** What becomes of a link. */
  readonly link: (target: string) => Promise<string>;
}

/** Text, code and outputs of a notebook, in its order. */
export async function notebookContent(
  { cells }: Notebook,
  { page, live, link }: NotebookOptions,
): Promise<Content> {
  const markdown = new MarkdownPage(link);
  const outputs = new Outputs(page, live);
  const parts: string[] = [];
  for (const cell of cells) {
    const source = joined(cell.source);
    if (cell.cell_type === "markdown") {
      parts.push(await markdown.render(source));
      continue;
    }
    const shown: string[] = [];
    for (const each of cell.outputs) shown.push(await outputs.render(each));
    parts.push(
      `<div class="cell">${codeBlock(source, "typescript")}${
        shown.join("\n")
      }</div>\n`,
    );
  }
  return {
    html: parts.join("\n"),
    headings: markdown.headings,
    files: outputs.files,
    elements: outputs.elements,
  };
}
