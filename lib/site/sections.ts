/** The search's index. @module */
import MiniSearch from "minisearch";
import { type Heading, plainText } from "./render/markdown.ts";
import { searchedOnly } from "./render/marks.ts";
import { indexOptions, type Section } from "./page/search_index.ts";

/** A page, as the search needs it. */
export interface SearchedPage {
  /** From the site's root. */
  readonly page: string;
  readonly title: string;
  readonly headings: readonly Heading[];
  readonly html: string;
}

/** The parts of a page between its headings of the first three levels. */
export function sectionsOf(
  { page, title, headings, html }: SearchedPage,
): Omit<Section, "id">[] {
  const searched = searchedOnly(html);
  const starts = headings.filter(({ level }) => level <= 3).map((heading) => ({
    ...heading,
    at: searched.indexOf(`<h${heading.level} id="${heading.id}">`),
  }));
  const whole = { level: 1, id: "", html: "", at: 0 };
  const all = starts[0]?.level === 1 ? starts : [whole, ...starts];
  return all.map(({ level, id, html, at }, index) => ({
    title,
    heading: level === 1 ? "" : searchText(html),
    text: searchText(
      searched.slice(at, all[index + 1]?.at)
        .replace(/^<h\d[^>]*>.*?<\/h\d>/, ""),
    ),
    page: level === 1 ? page : `${page}#${id}`,
  }));
}

/** Sections as the script that the search box loads. */
export function searchScript(
  sections: readonly Omit<Section, "id">[],
): string {
  const index = new MiniSearch<Section>(indexOptions);
  index.addAll(sections.map((section, id) => ({ ...section, id })));
  return `globalThis.searchIndex=${JSON.stringify(JSON.stringify(index))};`;
}

function searchText(html: string): string {
  return plainText(html.replaceAll(/<\/(p|li|h\d|td|th|div|pre)>/g, " $&"))
    .replaceAll(/\s+/g, " ").trim();
}
