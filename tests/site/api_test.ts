import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { FileError } from "../../lib/files/errors.ts";
import { symbolsIn, withPlainNames } from "../../lib/site/api.ts";
import { apiContent, apiSections } from "../../lib/site/api_page.ts";

const script = `(function () {
  window.DENO_DOC_SEARCH_INDEX = ${
  JSON.stringify({
    kind: "search",
    nodes: ["loadDigits", "LoadOptions.data"].map((name) => ({
      name,
      kind: [{ char: "f", kind: "Function", title: "Function" }],
      file: "data/mod.ts",
      doc: "Loads {@linkcode Digits} & <more>.It goes on.",
      url: `./data/mod.ts/~/${name}.html`,
    })),
  })
};
})()`;

Deno.test("symbolsIn() reads the index that deno doc writes", () => {
  assertEquals(symbolsIn(script)[0], {
    ...{ name: "loadDigits", kind: "Function", module: "data/mod.ts" },
    summary: "Loads Digits & <more>.",
    page: "data/mod.ts/~/loadDigits.html",
  });
  assertThrows(() => symbolsIn("other"), FileError, "must write an index");
});

Deno.test("the page and the search list what modules export, not its members", () => {
  const symbols = symbolsIn(script);
  const { html, headings } = apiContent(symbols);
  assertStringIncludes(
    html,
    '<a href="data/mod.ts/~/loadDigits.html">loadDigits</a></th><td>Function</td><td>Loads Digits &amp; &lt;more&gt;.</td>',
  );
  assertEquals(html.includes("LoadOptions"), false);
  assertEquals(headings.some(({ id }) => html.includes(`id="${id}"`)), true);
  assertEquals(apiSections(symbols, "api").map(({ page }) => page), [
    "api/data/mod.ts/~/loadDigits.html",
  ]);
});

Deno.test("withPlainNames() renames what servers would not find, and the links to it", () => {
  const file = (path: string, text: string) => ({
    path,
    bytes: new TextEncoder().encode(text),
  });
  assertEquals(
    withPlainNames([
      file("m/~/A.b%2Fc.html", "see A.b%2Fc.html"),
      file("m/~/A.html", '<a href="../A.b%2Fc.html">, ?q=a%2Fb'),
    ]),
    [
      file("m/~/A.b_c.html", "see A.b_c.html"),
      file("m/~/A.html", '<a href="../A.b_c.html">, ?q=a%2Fb'),
    ],
  );
});
