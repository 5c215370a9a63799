/** The course as a web site. @module */
import { posix } from "node:path";
import type { FolderFile } from "../files/atomic_folder.ts";
import { type Api, apiContent, apiSections } from "./api.ts";
import { assetFiles, elementPath, textFile } from "./assets.ts";
import { contentOf } from "./render/contents.ts";
import { type Chapter, chapters } from "./project/documents.ts";
import { type Entry, type Group, pageHtml, siteTitle } from "./layout.ts";
import { type Place, Places } from "./project/places.ts";
import { plainText } from "./render/markdown.ts";
import type { Content } from "./render/notebook.ts";
import { relativeLink } from "./project/paths.ts";
import { ProjectFiles } from "./project/files.ts";
import { withoutMarks } from "./render/marks.ts";
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

interface Built extends Entry {
  /** The file of the project that it shows; none for what is written here. */
  readonly place?: Place;
  readonly content: Content;
}

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
  const built = new Map<string, Built>();
  for (const place of places.all()) {
    if (place.kind === "asset") {
      files.push({ path: place.page, bytes: await project.bytes(place.path) });
    } else {
      const content = await contentOf(place, places, project);
      const { page } = place;
      built.set(page, { page, title: titleOf(place, content), place, content });
      files.push(...content.files ?? []);
    }
  }
  if (api) {
    files.push(...within(apiFolder, api.files));
    const page = `${apiFolder}/index.html`;
    const content = apiContent(api.symbols);
    built.set(page, { page, title: "API documentation", content });
  }
  const elements = new Set(
    [...built.values()].flatMap(({ content }) => content.elements ?? []),
  );
  const pages = await layOut(built, listed, parts);
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

/** All pages in their layout. */
async function layOut(
  built: ReadonlyMap<string, Built>,
  listed: readonly Chapter[],
  parts: readonly Part[],
): Promise<FolderFile[]> {
  const entries = new Map(
    [...built.values()].map((each) => [each.place?.path ?? each.page, each]),
  );
  const start = entries.get("README.md")!;
  const menu: Group[] = [
    {
      title: "Start",
      entries: [
        { page: start.page, title: "About" },
        ...parts.map(({ folder, title }) => ({
          page: `${folder}/index.html`,
          title,
        })),
        ...entries.has(`${apiFolder}/index.html`)
          ? [entries.get(`${apiFolder}/index.html`)!]
          : [],
      ],
    },
    ...listed.map(({ title, paths, folded }) => ({
      title,
      folded,
      entries: paths.map((path) => {
        const { page, title } = entries.get(path)!;
        return { page, title: title.replace(/^Solutions to /, "") };
      }),
    })),
  ];
  return await Promise.all([...built.values()].map(async (each) => {
    const { page, title, content, place } = each;
    const chapter = listed.find(({ inOrder, paths }) =>
      inOrder && place && paths.includes(place.path)
    );
    const at = place && chapter ? chapter.paths.indexOf(place.path) : -1;
    const neighbour = (index: number) => {
      const path = at < 0 ? undefined : chapter?.paths[index];
      return path === undefined ? undefined : entries.get(path);
    };
    return textFile(
      page,
      pageHtml({
        page,
        title,
        content: withoutMarks(content.html),
        headings: content.headings.map((heading) => ({
          ...heading,
          html: withoutMarks(heading.html),
        })),
        place: companion(each, entries),
        previous: neighbour(at - 1),
        next: neighbour(at + 1),
        scripts: await Promise.all((content.elements ?? []).map(elementPath)),
      }, menu),
    );
  }));
}

/** A lesson's link to its solutions, and theirs to it. */
function companion(
  { place, page }: Built,
  entries: ReadonlyMap<string, Built>,
): string | undefined {
  if (place?.kind !== "notebook") return undefined;
  const solutions = place.path.includes("/solutions/");
  const name = posix.basename(place.path);
  const other = entries.get(
    solutions ? `notebooks/${name}` : `notebooks/solutions/${name}`,
  );
  return other &&
    `<a href="${relativeLink(page, other.page)}">${
      solutions ? "The lesson" : "Solutions to the exercises"
    }</a>`;
}

function searched(built: ReadonlyMap<string, Built>) {
  return [...built.values()]
    .filter(({ place }) =>
      place?.kind === "notebook" || place?.kind === "markdown"
    )
    .flatMap(({ page, title, content }) =>
      sectionsOf({ page, title, ...content })
    );
}
