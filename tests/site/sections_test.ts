import { assert, assertEquals } from "@std/assert";
import MiniSearch from "minisearch";
import {
  indexOptions,
  type Section,
} from "../../lib/site/page/search_index.ts";
import { unsearched } from "../../lib/site/render/marks.ts";
import { searchScript, sectionsOf } from "../../lib/site/sections.ts";

const html = `<h1 id="t">Title</h1>
<p>Before &lt;all&gt;.</p>
<h2 id="a">The <code>first</code></h2>
<ul><li>one</li><li>two</li></ul>${unsearched("<p>noise</p>")}
<h4 id="b">small</h4><p>in it</p>
<h2 id="c">Second</h2>`;
const page = {
  page: "docs/x.html",
  title: "Title",
  html,
  headings: [
    { level: 1, id: "t", html: "Title" },
    { level: 2, id: "a", html: "The <code>first</code>" },
    { level: 4, id: "b", html: "small" },
    { level: 2, id: "c", html: "Second" },
  ],
};

Deno.test("sectionsOf() divides a page at its headings", () => {
  assertEquals(sectionsOf(page), [
    {
      ...{ title: "Title", heading: "", text: "Before <all>." },
      page: "docs/x.html",
    },
    {
      ...{ title: "Title", heading: "The first", text: "one two small in it" },
      page: "docs/x.html#a",
    },
    {
      ...{ title: "Title", heading: "Second", text: "" },
      page: "docs/x.html#c",
    },
  ]);
});

Deno.test("searchScript() is an index that finds sections", () => {
  const script = searchScript(sectionsOf(page));
  const [, json] = /^globalThis\.searchIndex=(.*);$/.exec(script)!;
  const index = MiniSearch.loadJSON<Section>(JSON.parse(json), indexOptions);
  const found = (words: string) =>
    index.search(words).map((each) => each.page as string);
  assertEquals(found("second"), ["docs/x.html#c"]);
  assertEquals(found("tw"), []);
  assertEquals(found("two small"), ["docs/x.html#a"]);
  assertEquals(found("noise"), []);
  assert(found("title").length === 3);
});
