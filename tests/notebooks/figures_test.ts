import { assertEquals } from "@std/assert";
import type { Notebook } from "../../lib/jupyter/notebook.ts";
import { figuresNotShown } from "./figures.ts";
import { lessons, solutions } from "./files.ts";

/** Figures of the text that no cell shows, and where they come from. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  // Megabytes of TensorFlow's download
  "notebooks/01_backpropagation.ipynb": ["274"],
  // MNIST's images and writers, the section of a paper, an exercise's premise
  "notebooks/02_data.ipynb": ["274", "70,000", "539", "297", "4.3", "99.9"],
  "notebooks/solutions/02_data.ipynb": ["99.9"],
  // An exercise's premise
  "notebooks/07_distillation.ipynb": ["0.75"],
  "notebooks/solutions/07_distillation.ipynb": ["0.75"],
  // log 26, a byte of ink, a folder of one's own, Fashion-MNIST's images, the
  // normal distribution's 97.5 %
  "notebooks/08_your_own_network.ipynb": [
    ...["3.26", "255", "125", "70,000", "1.96"],
  ],
  // Eight workers' images, deno task bench:cluster, an exercise's premise
  "notebooks/B_many_workers.ipynb": ["256", "1.8", "0.01"],
};

for (const { path, notebook } of [...lessons, ...solutions]) {
  Deno.test(`${path} states the figures that its cells show`, () => {
    const known = elsewhere[path] ?? [];
    const missing = figuresNotShown(notebook)
      .filter(({ figure }) => !known.includes(figure))
      .map(({ cell, figure }) => `cell "${cell}": ${figure}`);
    assertEquals(missing, []);
  });
}

Deno.test("figuresNotShown() takes rounded values, percentages and ranges", () => {
  const found = (text: string, output: string) =>
    figuresNotShown(lesson(text, output)).map(({ figure }) => figure);
  assertEquals(found("E falls to 0.0124.", "0.012408"), []);
  assertEquals(found("E falls to 0.0125.", "0.012408"), ["0.0125"]);
  assertEquals(found("13,402 parameters", "13402"), []);
  assertEquals(found("97.3 % are right", "0.9731"), []);
  assertEquals(found("1,750 to 1,900 of them", "1785 right"), []);
  assertEquals(found("1,790 to 1,900 of them", "1785 right"), [
    "1,790",
    "1,900",
  ]);
  assertEquals(
    found("[He 2015](https://a.org/1502.01852), 10 of them", ""),
    [],
  );
});

function lesson(text: string, output: string): Notebook {
  return {
    cells: [
      { cell_type: "markdown", id: "text", metadata: {}, source: text },
      {
        cell_type: "code",
        id: "code",
        metadata: {},
        source: "await print(value);",
        execution_count: 1,
        outputs: [{ output_type: "stream", name: "stdout", text: output }],
      },
    ],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  };
}
