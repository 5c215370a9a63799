/** Source code with its parts marked for colours. @module */
import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import json from "highlight.js/lib/languages/json";
import python from "highlight.js/lib/languages/python";
import typescript from "highlight.js/lib/languages/typescript";
import { escapeHtml } from "../../jupyter/plotly_html.ts";

hljs.registerLanguage("typescript", typescript);
hljs.registerLanguage("json", json);
hljs.registerLanguage("python", python);
hljs.registerLanguage("sh", bash);
hljs.registerAliases(["bash", "shell"], { languageName: "sh" });

/**
 * Code as HTML, for a `pre` element.
 *
 * @param language As after three backticks; one that is unknown, or none, gets no colours.
 */
export function codeHtml(code: string, language = ""): string {
  return hljs.getLanguage(language)
    ? hljs.highlight(code, { language, ignoreIllegals: true }).value
    : escapeHtml(code);
}

/** The language of a file, by the end of its name. */
export function languageOf(path: string): string {
  const end = /\.(\w+)$/.exec(path)?.[1] ?? "";
  return { md: "", lock: "json" }[end] ?? end;
}
