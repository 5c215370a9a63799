/** What is searched, and how: the same when the index is built and when it is used. @module */
import type { Options } from "minisearch";

/** A part of a page. */
export interface Section {
  readonly id: number;
  /** Of the page. */
  readonly title: string;
  /** Empty before the first one below the title. */
  readonly heading: string;
  readonly text: string;
  /** From the site's root, with the heading's anchor. */
  readonly page: string;
}

/** MiniSearch's options. */
export const indexOptions: Options<Section> = {
  fields: ["title", "heading", "text"],
  storeFields: ["title", "heading", "text", "page"],
  searchOptions: {
    boost: { title: 2, heading: 4 },
    prefix: (term) => term.length > 2,
    fuzzy: (term) => term.length > 5 ? 0.15 : false,
    combineWith: "AND",
  },
};
