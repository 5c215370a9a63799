/** Widgets as the output of a cell. @module */
import { Buffer } from "node:buffer";
import type { Displayable, Shown } from "../jupyter/displayable.ts";
import { escapeHtml } from "../jupyter/plotly_html.ts";
import { Rasterizer } from "../plots/render/rasterizer.ts";
import { type Drawing, drawing } from "./drawings/svg.ts";
import { elementScript } from "./script.ts";

/** Pixels per CSS pixel in the picture. */
const scale = 2;
/** White around the picture, as the card has it. In CSS pixels. */
const margin = 16;

/** Options of {@linkcode createWidget}. */
export interface WidgetOptions {
  /** Module in lib/widgets/elements, without `.ts`. */
  readonly element: string;
  /** What the element starts with, as JSON. */
  readonly data: object;
  /** The start state, drawn by the function that the element draws with. */
  readonly drawing: Drawing;
  /** What a reader can do where scripts run, a sentence. */
  readonly hint: string;
}

/**
 * A widget that `show()` accepts: a web component where the page runs scripts, a
 * picture and a sentence elsewhere. It needs no kernel.
 */
export function createWidget(options: WidgetOptions): Displayable {
  return {
    alt: `${options.drawing.alt} ${options.hint}`,
    render: (id) => render(options, id),
  };
}

async function render(
  { element, data, drawing: start, hint }: WidgetOptions,
  id: string,
): Promise<Shown> {
  const { svg, width, height, alt } = framed(start);
  const rasterizer = await Rasterizer.load();
  const png = Buffer.from(rasterizer.png(svg, scale)).toString("base64");
  const { name, code } = await elementScript(element);
  return {
    bundle: {
      "text/plain": `${alt} ${hint}`,
      "text/html": `<div id="${id}">${
        elementHtml(
          name,
          data,
          `<img src="data:image/png;base64,${png}" width="${width}" ` +
            `height="${height}" style="max-width:100%;height:auto" ` +
            `alt="${escapeHtml(alt)}"><p>${escapeHtml(hint)}</p>`,
        )
      }</div><script>${code}</script>`,
      "image/png": png,
    },
    metadata: { "image/png": { width, height } },
  };
}

/** The element and the data in the HTML of a widget; undefined for other HTML. */
export function readWidgetHtml(
  html: string,
): { readonly widget: string; readonly data: unknown } | undefined {
  const found = /<([a-z-]+)-widget-[0-9a-f]+ data='([^']*)'/.exec(html);
  if (!found) return undefined;
  const json = found[2].replaceAll("&lt;", "<").replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
  return { widget: found[1].replaceAll("-", "_"), data: JSON.parse(json) };
}

/**
 * A widget's element, whose script has to be on the page.
 *
 * @param name Of the element
 * @param content HTML that stays where no scripts run
 */
export function elementHtml(
  name: string,
  data: unknown,
  content: string,
): string {
  const json = JSON.stringify(data).replaceAll("&", "&amp;")
    .replaceAll("'", "&#39;").replaceAll("<", "&lt;");
  return `<${name} data='${json}'>${content}</${name}>`;
}

function framed(inner: Drawing): Drawing {
  const svg = inner.svg.replace("<svg ", `<svg x="${margin}" y="${margin}" `);
  const [width, height] = [inner.width, inner.height].map((side) =>
    side + 2 * margin
  );
  return drawing(width, height, inner.alt, [svg]);
}
