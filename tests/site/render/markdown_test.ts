import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { MarkdownPage } from "../../../lib/site/render/markdown.ts";

function page(): MarkdownPage {
  return new MarkdownPage((target) => Promise.resolve(`to/${target}`));
}

Deno.test("headings get GitHub's anchors, also across pieces", async () => {
  const markdown = page();
  const html = await markdown.render("# The `loop`, twice\n\n## Again");
  assertStringIncludes(html, '<h1 id="the-loop-twice">The <code>loop</code>');
  assertStringIncludes(await markdown.render("## Again"), 'id="again-1"');
  assertEquals(markdown.headings.map(({ level, id }) => [level, id]), [
    [1, "the-loop-twice"],
    [2, "again"],
    [2, "again-1"],
  ]);
});

Deno.test("links and pictures are changed, in Markdown and in HTML", async () => {
  const html = await page().render(
    'A [b](c.md "d") ![e](f.png)\n\n<p><img src="g.png" alt=""></p>\n\n[h][1]\n\n[1]: i.md\n',
  );
  for (const to of ["c.md", "f.png", "g.png", "i.md"]) {
    assertStringIncludes(html, `"to/${to}"`);
  }
});

Deno.test("tables and code are in boxes that scroll, folds hold Markdown", async () => {
  const html = await page().render(
    "|   | a |\n|---|--:|\n| b | $x$ |\n\n```ts\nconst a = 1 < 2;\n```\n\n" +
      "<details><summary>Why?</summary>\n\n**So.**\n\n</details>",
  );
  assertStringIncludes(html, '<div class="scroll"><table><thead><tr><td></td>');
  assertStringIncludes(html, '<th scope="col" style="text-align:right">a</th>');
  assertStringIncludes(html, "katex");
  assertStringIncludes(html, '<pre class="code"><code>');
  assertStringIncludes(html, "<strong>So.</strong>");
  assert(!html.includes("1 < 2"));
});
