/**
 * HTML that draws a figure with plotly where scripts run, and shows its PNG
 * elsewhere.
 *
 * JupyterLab does not come with plotly. A loader brings it, once per notebook;
 * figures wait for it, also those that appear before it.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import type { Figure } from "../plots/figure.ts";
import { readModule } from "../plots/render/rasterizer.ts";

const config = { displaylogo: false, responsive: false };
const newPlot = "Plotly.newPlot(div, ";

/**
 * The script that loads plotly for all figures on the page.
 *
 * It carries plotly's cartesian bundle, because it lands in the .ipynb that
 * JupyterLab saves: 0.7 MB there, where the whole of plotly.js-dist takes
 * 2.6 MB. Our figures need nothing more. Both have the same version.
 */
export async function loaderHtml(): Promise<string> {
  const source = await readModule("plotly.js-cartesian-dist-min");
  const packed = Buffer.from(gzipSync(source)).toString("base64");
  return `<script>
(() => {
  const page = globalThis;
  page.plotlyReady ??= (async () => {
    const packed = Uint8Array.from(atob("${packed}"), (c) => c.charCodeAt(0));
    const stream = new Blob([packed]).stream()
      .pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.append(script);
    return page.Plotly;
  })();
  for (const draw of (page.plotlyWaiting ?? []).splice(0)) {
    page.plotlyReady.then(draw);
  }
})();
</script>`;
}

/**
 * A figure as HTML: its PNG, if there is one, and the script that puts the
 * interactive figure in its place.
 *
 * @param id Of the element, by which {@linkcode redrawHtml} finds the figure
 * @param png In base64
 * @param role A picture, unless plotly's own buttons are to be reached by keyboard
 */
export function figureHtml(
  figure: Figure,
  id: string,
  png?: string,
  role: "img" | "group" = "img",
): string {
  const { width, height } = figure.layout;
  const image = png === undefined
    ? ""
    : `<img src="data:image/png;base64,${png}" width="${width}" ` +
      `height="${height}" alt="${escapeHtml(figure.alt)}">`;
  return `<div id="${id}" role="${role}" aria-label="${
    escapeHtml(figure.alt)
  }" ` +
    `style="min-height:${height}px">${image}</div>` +
    script(
      `const div = document.getElementById("${id}");
    if (!div || div.classList.contains("js-plotly-plot")) return;
    div.replaceChildren();
    ${newPlot}${plain(figure)}, ${JSON.stringify(config)});`,
    );
}

/** What {@linkcode figureHtml} draws, as plotly's arguments; undefined for other HTML. */
export function readFigureHtml(
  html: string,
): { readonly figure: readonly [data: unknown, layout: unknown] } | undefined {
  const end = `, ${JSON.stringify(config)});`;
  const call = html.split("\n").map((line) => line.trim())
    .find((line) => line.startsWith(newPlot) && line.endsWith(end));
  if (call === undefined) return undefined;
  const [data, layout] = JSON.parse(
    `[${call.slice(newPlot.length, -end.length)}]`,
  );
  return { figure: [data, layout] };
}

/** The script that redraws the figure with this id. */
export function redrawHtml(figure: Figure, id: string): string {
  return script(
    `const div = document.getElementById("${id}");
    if (div) Plotly.react(div, ${plain(figure)}, ${JSON.stringify(config)});`,
  );
}

/** Text as HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function script(body: string): string {
  return `<script>
(() => {
  const page = globalThis;
  const draw = (Plotly) => {
    ${body}
  };
  if (page.plotlyReady) page.plotlyReady.then(draw);
  else (page.plotlyWaiting ??= []).push(draw);
})();
</script>`;
}

/** A figure as plotly's arguments, without `<`, with which text could end the script. */
function plain({ data, layout }: Figure): string {
  return [data, layout]
    .map((value) => JSON.stringify(value).replaceAll("<", "\\u003c"))
    .join(", ");
}
