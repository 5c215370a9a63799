/** The documentation of lib in the site: a page that lists it, and its part of the search. @module */
import { escapeHtml } from "../jupyter/plotly_html.ts";
import { apiModules, type ApiSymbol } from "./api.ts";
import type { Section } from "./page/search_index.ts";
import { scrolling } from "./render/markdown.ts";
import type { Content } from "./render/notebook.ts";

/** The page that lists what modules export. */
export function apiContent(symbols: readonly ApiSymbol[]): Content {
  const headings = apiModules.map((module) => ({
    level: 2,
    id: module.replaceAll(/\W/g, "-"),
    html: `lib/${module}`,
  }));
  const parts = apiModules.map((module, index) => {
    const { id, html } = headings[index];
    const rows = symbols.filter((symbol) =>
      symbol.module === module && !symbol.name.includes(".")
    ).map(({ name, kind, summary, page }) =>
      `<tr><th scope="row"><a href="${escapeHtml(page)}">${
        escapeHtml(name)
      }</a></th><td>${kind}</td><td>${escapeHtml(summary)}</td></tr>`
    );
    return `<h2 id="${id}">${html}</h2>\n${
      scrolling(`<table>${rows.join("\n")}</table>`)
    }`;
  });
  const html = `<h1 id="api">API documentation</h1>
<p>What the modules in <code>lib</code> export. Besides these,
<code>lib/tensorflow/mod.ts</code> exports <code>tf</code>, which is all of
TensorFlow.js: <a href="https://js.tensorflow.org/api/4.22.0/">its own
documentation</a> holds.</p>
${parts.join("\n")}`;
  return { html, headings: [{ level: 1, id: "api", html: "" }, ...headings] };
}

/** What a search finds of it. */
export function apiSections(
  symbols: readonly ApiSymbol[],
  folder: string,
): Omit<Section, "id">[] {
  return symbols.filter(({ name }) => !name.includes(".")).map((symbol) => ({
    title: `lib/${symbol.module}`,
    heading: symbol.name,
    text: symbol.summary,
    page: `${folder}/${symbol.page}`,
  }));
}
