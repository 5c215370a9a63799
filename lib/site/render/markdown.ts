/** Markdown as HTML of the site. @module */
import GithubSlugger from "github-slugger";
import { Marked, type Tokens } from "marked";
import { escapeHtml } from "../../jupyter/plotly_html.ts";
import { codeHtml } from "./code.ts";
import { formulas } from "./mathematics.ts";

/** A heading of a page. */
export interface Heading {
  readonly level: number;
  /** The anchor, as GitHub makes it. */
  readonly id: string;
  readonly html: string;
}

/** A page's text, which may come in several pieces of Markdown. */
export class MarkdownPage {
  readonly #marked: Marked;
  readonly #slugger = new GithubSlugger();
  readonly #headings: Heading[] = [];

  /** @param link What becomes of a link, a picture's too. */
  constructor(link: (target: string) => Promise<string>) {
    const heading = (level: number, html: string, text: string) => {
      const id = this.#slugger.slug(text);
      this.#headings.push({ level, id, html });
      return `<h${level} id="${id}">${html}</h${level}>\n`;
    };
    this.#marked = new Marked({ gfm: true, async: true });
    this.#marked.use({
      extensions: [...formulas],
      walkTokens: (token) => rewriteLinks(token, link),
      renderer: {
        heading({ tokens, depth }) {
          const html = this.parser.parseInline(tokens);
          return heading(depth, html, plainText(html));
        },
        code: ({ text, lang }) => codeBlock(text, lang),
        table(token) {
          return scrolling(
            tableHtml(token, (cell) => this.parser.parseInline(cell.tokens)),
          );
        },
      },
    });
  }

  /** The headings so far. */
  get headings(): readonly Heading[] {
    return this.#headings;
  }

  /** A piece as HTML. */
  async render(markdown: string): Promise<string> {
    return await this.#marked.parse(markdown);
  }
}

/** A block of code. */
export function codeBlock(code: string, language?: string): string {
  return `<pre class="code"><code>${codeHtml(code, language)}</code></pre>\n`;
}

/** Something that may be wider than the page, in a box that scrolls. */
export function scrolling(html: string): string {
  return `<div class="scroll">${html}</div>\n`;
}

/** HTML without its elements. */
export function plainText(html: string): string {
  return html.replaceAll(/<[^>]*>/g, "").replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">").replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}

async function rewriteLinks(
  token: { type: string; raw?: string; href?: string; text?: string },
  link: (target: string) => Promise<string>,
): Promise<void> {
  if (token.type === "link" || token.type === "image") {
    token.href = await link(token.href!);
  } else if (token.type === "html") {
    token.text = await rewriteHtml(token.text!, link);
  }
}

/** The same HTML with its links changed. */
async function rewriteHtml(
  html: string,
  link: (target: string) => Promise<string>,
): Promise<string> {
  const pattern = /\b(href|src|srcset)="([^"\s]+)"/g;
  const targets = [...html.matchAll(pattern)].map(([, , target]) => target);
  const links = await Promise.all(targets.map(link));
  return html.replaceAll(
    pattern,
    (_, name) => `${name}="${escapeHtml(links.shift()!)}"`,
  );
}

function tableHtml(
  { header, rows, align }: Tokens.Table,
  content: (cell: Tokens.TableCell) => string,
): string {
  const line = (cells: readonly Tokens.TableCell[], name: "th" | "td") =>
    `<tr>${
      cells.map((cell, column) => {
        const at = align[column];
        const style = at ? ` style="text-align:${at}"` : "";
        const html = content(cell);
        // An empty corner heads nothing
        return name === "th" && html !== ""
          ? `<th scope="col"${style}>${html}</th>`
          : `<td${style}>${html}</td>`;
      }).join("")
    }</tr>`;
  return `<table><thead>${line(header, "th")}</thead><tbody>${
    rows.map((row) => line(row, "td")).join("\n")
  }</tbody></table>`;
}
