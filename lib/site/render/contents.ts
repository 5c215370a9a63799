/** Files of the project as contents of pages. @module */
import { posix } from "node:path";
import { escapeHtml } from "../../jupyter/plotly_html.ts";
import type { Notebook } from "../../jupyter/notebook.ts";
import { codeBlock, MarkdownPage } from "./markdown.ts";
import { languageOf } from "./code.ts";
import type { Place, Places } from "../project/places.ts";
import { decodeLiveForms, livePath } from "./live.ts";
import { type Content, notebookContent } from "./notebook.ts";
import type { ProjectFiles } from "../project/files.ts";

/** What is on the page of a place. */
export async function contentOf(
  place: Place,
  places: Places,
  project: ProjectFiles,
): Promise<Content> {
  const link = (target: string) => places.link(place, target);
  switch (place.kind) {
    case "notebook": {
      const notebook: Notebook = JSON.parse(await project.text(place.path));
      const path = livePath(place.path);
      const live = await project.kind(path) === "file"
        ? decodeLiveForms(await project.bytes(path))
        : {};
      return await notebookContent(notebook, { page: place.page, live, link });
    }
    case "markdown": {
      const page = new MarkdownPage(link);
      const html = await page.render(await project.text(place.path));
      return { html, headings: page.headings };
    }
    case "folder":
      return await folderContent(place, places, project);
    case "source": {
      const code = await project.text(place.path);
      const html = title(place.path) + codeBlock(code, languageOf(place.path));
      return { html, headings: [] };
    }
    case "asset":
      return { html: "", headings: [] };
  }
}

/** A folder without a README: links to what is in it. */
async function folderContent(
  place: Place,
  places: Places,
  project: ProjectFiles,
): Promise<Content> {
  const names = [...await project.list(place.path)].sort();
  const items = await Promise.all(names.map(async (name) => {
    const path = posix.join(place.path, name);
    const href = await places.link(
      place,
      posix.relative(posix.dirname(place.path), path),
    );
    return `<li><a href="${href}">${escapeHtml(name)}</a></li>`;
  }));
  const html = `${title(place.path)}<ul>\n${items.join("\n")}\n</ul>`;
  return { html, headings: [] };
}

function title(path: string): string {
  return `<h1>${escapeHtml(path)}</h1>\n`;
}
