import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { formatted } from "../../lib/cli/notebooks/cells.ts";
import {
  codeCells,
  joined,
  type Notebook,
} from "../../lib/jupyter/notebook.ts";
import { lessons, project, solutions } from "./files.ts";

const everything = [...lessons, ...solutions];

/** The text of all Markdown cells. */
function prose({ cells }: Notebook): string {
  return cells.filter((cell) => cell.cell_type === "markdown")
    .map((cell) => joined(cell.source)).join("\n\n");
}

/** The number or letter at the start of a lesson's file name. */
function numberOf(path: string): string {
  return path.match(/\/0*(\w+?)_/)![1];
}

for (const [k, { path, notebook }] of lessons.entries()) {
  const text = prose(notebook);
  const number = numberOf(path);

  Deno.test(`${path} states its goals and links to the lessons before and after`, () => {
    assert(text.startsWith(`# ${number}. `), "a numbered title");
    assertStringIncludes(text, "**You will**");
    assertStringIncludes(text, "**Before this**");
    assertStringIncludes(text, "## Summary");
    assertStringIncludes(text, "## Exercises");
    const solution = path.replace("notebooks/", "solutions/");
    assertStringIncludes(text, `[Solutions](${solution})`);
    const next = lessons[k + 1]?.path.replace("notebooks/", "");
    if (next) assertStringIncludes(text, `](${next})`);
  });

  Deno.test(`${path} tells what to expect of its cells`, () => {
    const expected = text.match(/you should see|predict first/gi)?.length ?? 0;
    assert(expected >= 5, `${expected} times`);
  });

  Deno.test(`${path} begins by checking what it needs`, () => {
    const [first] = codeCells(notebook);
    assertStringIncludes(joined(first.source), "await start()");
  });
}

for (const { path, url, notebook } of everything) {
  Deno.test(`${path} has cells of at most 12 lines`, () => {
    for (const cell of codeCells(notebook)) {
      const { length } = joined(cell.source).split("\n");
      assert(length <= 12, `cell "${cell.id}" has ${length} lines`);
    }
  });

  Deno.test(`${path} prints with print(), which nothing can overtake`, () => {
    for (const cell of codeCells(notebook)) {
      assert(!joined(cell.source).includes("console."), `cell "${cell.id}"`);
    }
  });

  Deno.test(`${path} is formatted`, async () => {
    const text = await Deno.readTextFile(url);
    assertEquals(await formatted(text), text);
  });

  Deno.test(`${path} has the outputs of one run, without errors`, async () => {
    const counts = codeCells(notebook).map((cell) => cell.execution_count);
    assertEquals(counts, counts.map((_, k) => k + 1));
    const outputs = codeCells(notebook).flatMap((cell) => cell.outputs);
    assert(outputs.every(({ output_type }) => output_type !== "error"));
    const text = await Deno.readTextFile(url);
    assert(!/<script|\/home\/|\/Users\/|\/root\//.test(text));
    const { size } = await Deno.stat(url);
    assert(size < 1.5e6, `${size} bytes`);
  });

  Deno.test(`${path} names files of the project that exist`, async () => {
    const paths = prose(notebook)
      .matchAll(/`((?:lib|bench|docs|sweeps|tests)\/[\w./-]*)`/g);
    for (const [, named] of paths) {
      const file = await Deno.stat(new URL(named, project))
        .catch(() => undefined);
      assert(file, named);
    }
  });

  Deno.test(`${path} quotes the code of lib as it is now`, async () => {
    const text = prose(notebook);
    const quotes = [...text.matchAll(/```ts\n([^]*?)```/g)];
    const files = [...text.matchAll(/\]\(([^)]+\.ts)\)/g)];
    const sources = await Promise.all(
      files.map(([, link]) => Deno.readTextFile(new URL(link, url))),
    );
    for (const [, quote] of quotes) {
      const found = sources.some((source) =>
        unindented(source).includes(unindented(quote))
      );
      assert(found, `no linked file holds:\n${quote}`);
    }
  });
}

/** The text without indentation. */
function unindented(text: string): string {
  return text.replaceAll(/^ +/gm, "");
}
