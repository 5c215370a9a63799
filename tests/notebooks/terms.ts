/** Finds terms that a lesson uses before the course explains them. @module */
import { joined, type Notebook } from "../../lib/jupyter/notebook.ts";

/** A term of the glossary. */
export interface Term {
  readonly name: string;
  /** File name of the lesson that explains it. */
  readonly lesson: string;
}

/** The terms of docs/glossary.md, each with the first lesson that its entry links. */
export function readTerms(glossary: string): Term[] {
  return glossary.split(/^### /m).slice(1).map((entry) => {
    const name = entry.slice(0, entry.indexOf("\n")).trim();
    const lesson = /notebooks\/(\w+\.ipynb)/.exec(entry)?.[1];
    if (!lesson) {
      throw new Error(
        `Cannot read the glossary: an entry must link its lesson: current value is ${name}`,
      );
    }
    return { name, lesson };
  });
}

/**
 * Terms that a lesson's text uses though a later lesson explains them. A mention
 * that links to the glossary or to another lesson doesn't count, nor do code and
 * formulas.
 *
 * @param lesson File name; lessons are in the order of their names.
 */
export function termsTooEarly(
  notebook: Notebook,
  lesson: string,
  terms: readonly Term[],
): string[] {
  const text = notebook.cells
    .filter(({ cell_type }) => cell_type === "markdown")
    .map(({ source }) => joined(source)).join("\n\n")
    .replaceAll(/```[^]*?```|`[^`]*`|\$\$[^]*?\$\$|\$[^$]*\$/g, "")
    .replaceAll(/\[[^\]]*\]\([^)]*(?:glossary\.md|\.ipynb)[^)]*\)/g, "")
    .replaceAll(/\s+/g, " ");
  return terms
    .filter((term) => term.lesson > lesson)
    .filter(({ name }) => new RegExp(`\\b${name}(?:s|es)?\\b`, "i").test(text))
    .map(({ name }) => name);
}
