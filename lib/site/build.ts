/** The course as a web site. @module */
import { posix } from "node:path";
import type { FolderFile } from "../files/atomic_folder.ts";
import type { Api } from "./api.ts";
import { apiContent, apiSections } from "./api_page.ts";
import { assetFiles, textFile } from "./assets.ts";
import { type Entry, siteTitle } from "./layout.ts";
import type { Section } from "./page/search_index.ts";
import { type Built, layOut } from "./pages.ts";
import { chapters } from "./project/documents.ts";
import { type Place, Places } from "./project/places.ts";
import { ProjectFiles } from "./project/files.ts";
import { contentOf } from "./render/contents.ts";
import { plainText } from "./render/markdown.ts";
import type { Content } from "./render/notebook.ts";
import { searchScript, sectionsOf } from "./sections.ts";

/** Something that others build and the site holds as it is. */
export interface Part {
  /** Its folder in the site. */
  readonly folder: string;
  readonly title: string;
  /** By paths from that folder; there is an `index.html`. */
  readonly files: readonly FolderFile[];
}

/** Options of {@linkcode buildSite}. */
export interface SiteOptions {
  /** The project's folder. */
  readonly root: string;
  /** Named at the top of the menu. */
  readonly parts?: readonly Part[];
  readonly api?: Api;
}

/** The file by which a folder is known to be a site. */
export const siteMark = "assets/search_index.js";

/** Where the documentation of lib is. */
const apiFolder = "api";

/**
 * The files of the site, for any server and any folder of it.
 *
 * @throws {FileError} if a link leads nowhere.
 */
export async function buildSite(
  { root, parts = [], api }: SiteOptions,
): Promise<FolderFile[]> {
  const project = new ProjectFiles(root);
  const places = new Places(project);
  await places.add("README.md");
  const listed = await chapters((path) => project.list(path));
  for (const path of listed.flatMap(({ paths }) => paths)) {
    await places.add(path);
  }
  const files: FolderFile[] = parts.flatMap((part) =>
    within(part.folder, part.files)
  );
  const built: Built[] = [];
  for (const place of places.all()) {
    if (place.kind === "asset") {
      files.push({ path: place.page, bytes: await project.bytes(place.path) });
    } else {
      const content = await contentOf(place, places, project);
      const { page } = place;
      built.push({ page, title: titleOf(place, content), place, content });
      files.push(...content.files ?? []);
    }
  }
  const first: Entry[] = parts.map(({ folder, title }) => ({
    page: `${folder}/index.html`,
    title,
  }));
  if (api) {
    files.push(...within(apiFolder, api.files));
    const page = `${apiFolder}/index.html`;
    const title = "API documentation";
    first.push({ page, title });
    built.push({ page, title, content: apiContent(api.symbols) });
  }
  const elements = new Set(
    built.flatMap(({ content }) => content.elements ?? []),
  );
  const pages = await layOut(built, { chapters: listed, first });
  const index = textFile(
    siteMark,
    searchScript([
      ...searched(built),
      ...apiSections(api?.symbols ?? [], apiFolder),
    ]),
  );
  return [...files, ...pages, index, ...await assetFiles([...elements])];
}

function within(
  folder: string,
  files: readonly FolderFile[],
): FolderFile[] {
  return files.map(({ path, bytes }) => ({
    path: posix.join(folder, path),
    bytes,
  }));
}

/** The first heading. */
function titleOf({ path }: Place, { headings, html }: Content): string {
  if (path === "README.md") return siteTitle;
  const first = headings.find(({ level }) => level === 1)?.html ??
    /<h1>(.*?)<\/h1>/.exec(html)?.[1];
  return first === undefined ? path : plainText(first);
}

function searched(built: readonly Built[]): Omit<Section, "id">[] {
  return built
    .filter(({ place }) =>
      place?.kind === "notebook" || place?.kind === "markdown"
    )
    .flatMap(({ page, title, content }) =>
      sectionsOf({ page, title, ...content })
    );
}
