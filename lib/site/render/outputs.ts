/** Outputs of cells as HTML of the site. @module */
import { Buffer } from "node:buffer";
import { posix } from "node:path";
import type { FolderFile } from "../../files/atomic_folder.ts";
import { joined, type Output } from "../../jupyter/notebook.ts";
import { escapeHtml } from "../../jupyter/plotly_html.ts";
import { elementScript } from "../../widgets/script.ts";
import { elementHtml } from "../../widgets/widget.ts";
import { unsearched } from "./marks.ts";
import { type Live, type LiveForms, pictureDigest } from "./live.ts";

/** Turns the outputs of one notebook into HTML, and collects the files that they need. */
export class Outputs {
  readonly #page: string;
  readonly #live: LiveForms;
  readonly #files = new Map<string, FolderFile>();
  readonly #elements = new Set<string>();

  /** @param page The notebook's page, from the site's root. */
  constructor(page: string, live: LiveForms) {
    this.#page = page;
    this.#live = live;
  }

  /** The pictures. */
  get files(): readonly FolderFile[] {
    return [...this.#files.values()];
  }

  /** Widgets whose scripts the page needs: modules in lib/widgets/elements. */
  get elements(): readonly string[] {
    return [...this.#elements];
  }

  /** One output, of which a search knows nothing. */
  async render(output: Output): Promise<string> {
    return unsearched(await this.#html(output));
  }

  async #html(output: Output): Promise<string> {
    if (output.output_type === "stream") {
      return textOutput(joined(output.text), output.name);
    }
    if (output.output_type === "error") {
      return textOutput(`${output.ename}: ${output.evalue}`, "stderr");
    }
    const { data, metadata } = output;
    const text = joined(data["text/plain"] ?? "");
    if (data["image/png"] !== undefined) {
      const size = metadata?.["image/png"] as PictureSize | undefined;
      return await this.#picture(joined(data["image/png"]), text, size);
    }
    const html = data["text/html"];
    return html === undefined
      ? textOutput(text, "stdout")
      : `<div class="output">${tidied(joined(html))}</div>`;
  }

  async #picture(
    png: string,
    text: string,
    size: PictureSize | undefined,
  ): Promise<string> {
    const digest = pictureDigest(png);
    const folder = this.#page.replace(/\.html$/, "");
    const path = `${folder}/${digest}.png`;
    this.#files.set(path, { path, bytes: Buffer.from(png, "base64") });
    const source = `${posix.basename(folder)}/${digest}.png`;
    const dimensions = size
      ? ` width="${size.width}" height="${size.height}"`
      : "";
    const image = (alt: string) =>
      `<img src="${source}"${dimensions} loading="lazy" alt="${
        escapeHtml(alt)
      }">`;
    const live = Object.hasOwn(this.#live, digest)
      ? this.#live[digest]
      : undefined;
    if (live && "widget" in live) return await this.#widget(live, text, image);
    const data = live
      ? `<script type="application/json">${jsonInScript(live.figure)}</script>`
      : "";
    return `<div class="figure">${image(text)}${data}</div>`;
  }

  async #widget(
    { widget, data }: Extract<Live, { widget: string }>,
    text: string,
    image: (alt: string) => string,
  ): Promise<string> {
    this.#elements.add(widget);
    const { name } = await elementScript(widget);
    const at = text.indexOf(" Where scripts run,");
    const [alt, hint] = at < 0
      ? [text, ""]
      : [text.slice(0, at), text.slice(at + 1)];
    const content = `${image(alt)}<p>${escapeHtml(hint)}</p>`;
    return `<div class="widget">${elementHtml(name, data, content)}</div>`;
  }
}

/** In CSS pixels. */
interface PictureSize {
  readonly width: number;
  readonly height: number;
}

function textOutput(text: string, stream: string): string {
  return `<pre class="output ${stream}">${escapeHtml(text.trimEnd())}</pre>`;
}

/** Tables of `showTable()`, with the site's own box that scrolls. */
function tidied(html: string): string {
  return html
    .replaceAll('<div style="overflow-x:auto">', '<div class="scroll">')
    // An empty corner heads nothing
    .replaceAll(/<th([^>]*)><\/th>/g, "<td$1></td>");
}

/** JSON without `<`, with which text could end the script. */
function jsonInScript(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
