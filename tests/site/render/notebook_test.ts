import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Notebook, Output } from "../../../lib/jupyter/notebook.ts";
import { pictureDigest } from "../../../lib/site/render/live.ts";
import { notebookContent } from "../../../lib/site/render/notebook.ts";
import { searchedOnly } from "../../../lib/site/render/marks.ts";

const png = "iVBORw0KGgo=";
const digest = pictureDigest(png);
const picture = (text: string): Output => ({
  output_type: "display_data",
  data: { "image/png": png, "text/plain": [text] },
  metadata: { "image/png": { width: 720, height: 400 } },
});

function content(outputs: Output[], live = {}) {
  const notebook: Notebook = {
    cells: [
      {
        ...{ cell_type: "markdown", id: "a", metadata: {} },
        source: ["# One\n", "\n", "two"],
      },
      {
        ...{ cell_type: "code", id: "b", metadata: {}, execution_count: 1 },
        source: "const three = 3;",
        outputs,
      },
    ],
    ...{ metadata: {}, nbformat: 4, nbformat_minor: 5 },
  };
  const link = (target: string) => Promise.resolve(target);
  return notebookContent(notebook, { page: "n/01.html", live, link });
}

Deno.test("notebookContent() has text, code and outputs in order", async () => {
  const { html, headings } = await content([
    { output_type: "stream", name: "stdout", text: ["1 < 2\n", "3\n"] },
    {
      output_type: "display_data",
      data: { "text/html": "<table><th></th></table>", "text/plain": "t" },
    },
    { output_type: "error", ename: "Error", evalue: "no" },
  ]);
  assertMatch(html, /<h1.*two.*three.*1 &lt; 2\n3<.*<table>.*Error: no/s);
  assertStringIncludes(html, "<td></td>");
  assertEquals(headings.map(({ id }) => id), ["one"]);
  assertEquals(/1 &lt;|table/.test(searchedOnly(html)), false);
});

Deno.test("a picture is a file, and live where its data is there", async () => {
  const still = await content([picture('A "figure"')]);
  assertEquals(still.files?.map(({ path }) => path), [`n/01/${digest}.png`]);
  assertStringIncludes(
    still.html,
    `<img src="01/${digest}.png" width="720" height="400" loading="lazy" alt="A &quot;figure&quot;">`,
  );
  const live = await content([picture("A")], {
    [digest]: { figure: [[{ x: "</script>" }], {}] },
  });
  assertStringIncludes(
    live.html,
    '<script type="application/json">[[{"x":"\\u003c/script>"}],{}]</script>',
  );
});

Deno.test("a widget is its element around the picture and the hint", async () => {
  const { html, elements } = await content(
    [picture("Bars. Where scripts run, they move.")],
    { [digest]: { widget: "softmax", data: { logits: [1] } } },
  );
  assertEquals(elements, ["softmax"]);
  assertMatch(
    html,
    /<softmax-widget-\w+ data='\{"logits":\[1\]\}'><img [^>]*alt="Bars."><p>Where scripts run, they move.<\/p><\/softmax-widget/,
  );
});
