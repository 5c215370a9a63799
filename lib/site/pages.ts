/** All pages in their layout, with the menu and their neighbours. @module */
import { posix } from "node:path";
import type { FolderFile } from "../files/atomic_folder.ts";
import { elementPath, textFile } from "./assets.ts";
import { type Entry, type Group, pageHtml } from "./layout.ts";
import type { Chapter } from "./project/documents.ts";
import { relativeLink } from "./project/paths.ts";
import type { Place } from "./project/places.ts";
import { withoutMarks } from "./render/marks.ts";
import type { Content } from "./render/notebook.ts";

/** A page before it has its layout. */
export interface Built extends Entry {
  /** The file of the project that it shows; none for what is written here. */
  readonly place?: Place;
  readonly content: Content;
}

/** Options of {@linkcode layOut}. */
export interface LayoutOptions {
  readonly chapters: readonly Chapter[];
  /** What the menu names first, after the README. */
  readonly first: readonly Entry[];
}

/** Pages by the paths of the files that they show. */
type ByPath = ReadonlyMap<string, Built>;

/** All pages in their layout. */
export async function layOut(
  built: readonly Built[],
  { chapters, first }: LayoutOptions,
): Promise<FolderFile[]> {
  const byPath: ByPath = new Map(
    built.flatMap((each) =>
      each.place ? [[each.place.path, each] as const] : []
    ),
  );
  const about = { page: byPath.get("README.md")!.page, title: "About" };
  const menu: Group[] = [
    { title: "Start", entries: [about, ...first] },
    ...chapters.map(({ title, paths, folded }) => ({
      title,
      folded,
      entries: paths.map((path) => {
        const { page, title } = byPath.get(path)!;
        return { page, title: title.replace(/^Solutions to /, "") };
      }),
    })),
  ];
  return await Promise.all(built.map(async (each) => {
    const { page, title, content: { html, headings, elements = [] } } = each;
    return textFile(
      page,
      pageHtml({
        page,
        title,
        content: withoutMarks(html),
        headings: headings.map((heading) => ({
          ...heading,
          html: withoutMarks(heading.html),
        })),
        place: companion(each, byPath),
        ...neighbours(each, chapters, byPath),
        scripts: await Promise.all(elements.map(elementPath)),
      }, menu),
    );
  }));
}

/** The pages before and after one that is read in order. */
function neighbours(
  { place }: Built,
  chapters: readonly Chapter[],
  byPath: ByPath,
): { readonly previous?: Entry; readonly next?: Entry } {
  const path = place?.path ?? "";
  const paths = chapters
    .find(({ inOrder, paths }) => inOrder && paths.includes(path))?.paths ?? [];
  const at = paths.indexOf(path);
  return {
    previous: byPath.get(paths[at - 1]),
    next: byPath.get(paths[at + 1]),
  };
}

/** A lesson's link to its solutions, and theirs to it. */
function companion(
  { place, page }: Built,
  byPath: ByPath,
): string | undefined {
  if (place?.kind !== "notebook") return undefined;
  const solutions = place.path.includes("/solutions/");
  const name = posix.basename(place.path);
  const other = byPath.get(
    solutions ? `notebooks/${name}` : `notebooks/solutions/${name}`,
  );
  return other &&
    `<a href="${relativeLink(page, other.page)}">${
      solutions ? "The lesson" : "Solutions to the exercises"
    }</a>`;
}
