import { assertEquals } from "@std/assert";
import type { Notebook } from "../../lib/jupyter/notebook.ts";
import { lessons, project } from "./files.ts";
import { readTerms, termsTooEarly } from "./terms.ts";

const terms = readTerms(
  await Deno.readTextFile(new URL("docs/glossary.md", project)),
);

for (const { path, notebook } of lessons) {
  const lesson = path.slice(path.lastIndexOf("/") + 1);

  Deno.test(`${path} uses no term that a later lesson explains`, () => {
    assertEquals(termsTooEarly(notebook, lesson, terms), []);
  });

  Deno.test(`${path} contains the terms that the glossary says it explains`, () => {
    const text = JSON.stringify(notebook.cells).toLowerCase();
    const absent = terms
      .filter((term) => term.lesson === lesson)
      .filter(({ name }) => !text.includes(name.toLowerCase()));
    assertEquals(absent, []);
  });
}

Deno.test("the glossary is in alphabetical order", () => {
  const names = terms.map(({ name }) => name.toLowerCase());
  assertEquals(names, names.toSorted());
});

Deno.test("termsTooEarly() passes over links, code and formulas", () => {
  const early = (text: string) => {
    const cells: Notebook["cells"] = [
      { cell_type: "markdown", id: "text", metadata: {}, source: text },
    ];
    const notebook = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
    return termsTooEarly(notebook, "02_data.ipynb", [
      { name: "Logits", lesson: "03_first_network.ipynb" },
      { name: "Label", lesson: "02_data.ipynb" },
    ]);
  };
  assertEquals(early("The logits of a label"), ["Logits"]);
  assertEquals(early("[logits](../docs/glossary.md#logits)"), []);
  assertEquals(early("`logits` and $logits$ of a label"), []);
});
