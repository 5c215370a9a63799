/**
 * Formulas in Markdown as JupyterLab reads them: `$…$` in a line of text, `$$…$$` on
 * its own.
 *
 * @module
 */
import katex from "katex";
import type { TokenizerAndRendererExtension, Tokens } from "marked";
import { unsearched } from "./marks.ts";

/** Formulas with more letters of TeX are not kept on one line. */
const mostInLine = 24;

/** What marked needs to know of formulas. */
export const formulas: readonly TokenizerAndRendererExtension[] = [
  extension("displayFormula", "block", /^\$\$([^$]+)\$\$(?:\n|$)/, true),
  extension("wideFormula", "inline", /^\$\$([^$]+)\$\$/, true),
  extension(
    "formula",
    "inline",
    /^\$((?:\\.|[^\\$])+)\$(?!\d)([,.;:)]*)/,
    false,
  ),
];

/**
 * A formula as HTML, with MathML for screen readers.
 *
 * @throws {katex.ParseError} if it is not TeX that KaTeX knows.
 */
export function formulaHtml(tex: string, displayMode: boolean): string {
  return unsearched(
    katex.renderToString(tex, { displayMode, strict: "error" }),
  );
}

function extension(
  name: string,
  level: "block" | "inline",
  pattern: RegExp,
  displayMode: boolean,
): TokenizerAndRendererExtension {
  return {
    name,
    level,
    start: (source: string) => {
      const at = source.indexOf("$");
      return at < 0 ? undefined : at;
    },
    tokenizer: (source: string) => {
      const found = pattern.exec(source);
      return found
        ? { type: name, raw: found[0], text: found[1].trim(), end: found[2] }
        : undefined;
    },
    renderer: ({ text, end = "" }: Tokens.Generic) => {
      const html = formulaHtml(text, displayMode) + end;
      // A line must not begin with a comma; long formulas may be broken
      return end !== "" && text.length <= mostInLine
        ? `<span class="whole">${html}</span>`
        : html;
    },
  };
}
