/** What all pages have around their contents. @module */
import { escapeHtml } from "../jupyter/plotly_html.ts";
import type { Heading } from "./render/markdown.ts";
import { relativeLink } from "./project/paths.ts";

/** A page that others link to. */
export interface Entry {
  /** From the site's root. */
  readonly page: string;
  readonly title: string;
}

/** A part of the menu. */
export interface Group {
  readonly title: string;
  readonly entries: readonly Entry[];
  /** Whether its entries are seen only after a click, or on their own pages. */
  readonly folded?: boolean;
}

/** A page without what is around it. */
export interface Page extends Entry {
  /** HTML. */
  readonly content: string;
  readonly headings: readonly Heading[];
  /** What stands above the title: where it belongs, what belongs to it. HTML. */
  readonly place?: string;
  readonly previous?: Entry;
  readonly next?: Entry;
  /** Scripts besides the site's own, from its root. */
  readonly scripts: readonly string[];
}

/** The course's name, on every page. */
export const siteTitle = "Deep learning in TypeScript";

/** A page of the site. */
export function pageHtml(page: Page, menu: readonly Group[]): string {
  const link = (to: string) => relativeLink(page.page, to);
  const root = "../".repeat(page.page.split("/").length - 1);
  const title = page.title === siteTitle
    ? siteTitle
    : `${page.title} – ${siteTitle}`;
  const contents = contentsHtml(page.headings);
  const scripts = ["assets/site.js", ...page.scripts].map((path) =>
    `<script src="${link(path)}" defer></script>`
  );
  const formulas = page.content.includes('class="katex')
    ? `<link rel="stylesheet" href="${link("assets/katex.css")}">\n`
    : "";
  return `<!doctype html>
<html lang="en" data-root="${root}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${link("assets/icon.svg")}">
<link rel="stylesheet" href="${link("assets/style.css")}">
${formulas}${scripts.join("\n")}
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header class="top">
<button type="button" class="menu-button" popovertarget="menu">Menu</button>
<a class="brand" href="${
    link("index.html")
  }">Deep learning<span> in TypeScript</span></a>
<search class="search"></search>
</header>
<div class="columns">
<nav id="menu" popover aria-label="Course">
<button type="button" class="menu-button" popovertarget="menu" popovertargetaction="hide">Close</button>
${menu.map((group) => groupHtml(group, page.page)).join("\n")}
</nav>
<main id="main" tabindex="-1"${contents && ' class="with-toc"'}>
${contents}<article>
${page.place ? `<p class="place">${page.place}</p>\n` : ""}${page.content}
</article>
${pagerHtml(page)}</main>
</div>
<footer>MIT licence</footer>
</body>
</html>
`;
}

function groupHtml(
  { title, entries, folded }: Group,
  current: string,
): string {
  const items = entries.map((entry) => {
    const here = entry.page === current ? ' aria-current="page"' : "";
    return `<li><a href="${relativeLink(current, entry.page)}"${here}>${
      escapeHtml(entry.title)
    }</a></li>`;
  });
  const list = `<ul>\n${items.join("\n")}\n</ul>`;
  if (!folded) return `<h2>${escapeHtml(title)}</h2>\n${list}`;
  const open = entries.some(({ page }) => page === current) ? " open" : "";
  return `<details${open}><summary>${
    escapeHtml(title)
  }</summary>\n${list}\n</details>`;
}

/** The page's own table of contents; empty where there is little to list. */
function contentsHtml(headings: readonly Heading[]): string {
  const listed = headings.filter(({ level }) => level === 2 || level === 3);
  if (listed.length < 3) return "";
  const items = listed.map(({ level, id, html }) =>
    `<li class="level${level}"><a href="#${id}">${
      html.replaceAll(/<\/?a\b[^>]*>/g, "")
    }</a></li>`
  );
  // Folded on small screens; open where no scripts run
  return `<nav class="toc" aria-label="On this page"><details open>
<summary>On this page</summary>
<ul>
${items.join("\n")}
</ul>
</details>
<script>matchMedia("(min-width: 84rem)").matches ||
document.querySelector(".toc details").removeAttribute("open")</script>
</nav>
`;
}

function pagerHtml({ page, previous, next }: Page): string {
  if (!previous && !next) return "";
  const link = (name: string, words: string, entry?: Entry) =>
    entry
      ? `<a class="${name}" rel="${name}" href="${
        relativeLink(page, entry.page)
      }"><span>${words}</span>${escapeHtml(entry.title)}</a>\n`
      : "";
  return `<nav class="pager" aria-label="Before and after">
${link("prev", "Before", previous)}${link("next", "Next", next)}</nav>
`;
}
