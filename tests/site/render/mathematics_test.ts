import { assert, assertEquals, assertThrows } from "@std/assert";
import { Marked } from "marked";
import { formulaHtml, formulas } from "../../../lib/site/render/mathematics.ts";

/** The TeX of the formulas in Markdown, and whether each is on a line of its own. */
function formulasIn(markdown: string): [tex: string, displayed: boolean][] {
  const html = new Marked({ extensions: [...formulas] }).parse(markdown);
  return [...(html as string).matchAll(
    /<math[^>]*?( display="block")?>.*?<annotation[^>]*>(.*?)<\/annotation>/gs,
  )].map(([, displayed, tex]) => [tex, displayed !== undefined]);
}

Deno.test("formulas are where JupyterLab finds them", () => {
  assertEquals(formulasIn("a $x_1 * y_2*$ b, $\\sigma $\nand $a\nb$."), [
    ["x_1 * y_2*", false],
    ["\\sigma", false],
    ["a\nb", false],
  ]);
  assertEquals(formulasIn("text\n\n$$\nx = 1\n$$\n\n$$y$$"), [
    ["x = 1", true],
    ["y", true],
  ]);
  assertEquals(formulasIn("`$a$` costs \\$5 or $6\n\n    $b$"), []);
});

Deno.test("formulaHtml() has MathML, and refuses what is not TeX", () => {
  const html = formulaHtml("\\frac{1}{n}", false);
  assert(html.includes("<mfrac>"));
  assertThrows(() => formulaHtml("\\frac{1}{", false));
  assertThrows(() => formulaHtml("\\nosuchmacro", false));
});

Deno.test("a comma stays with a short formula", () => {
  const html = new Marked({ extensions: [...formulas] })
    .parse(`$a$, $b$ and $${"c + ".repeat(20)}d$.`) as string;
  assertEquals(html.split('<span class="whole">').length, 2);
  assert(html.includes(",</span>"));
});
