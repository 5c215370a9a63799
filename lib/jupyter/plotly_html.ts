/**
 * The HTML that draws figures live where scripts run, and shows their
 * pictures where they do not.
 *
 * Stock JupyterLab has no plotly of its own. A loader brings it, once a
 * notebook; each figure waits for it, whichever of the two comes first.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import type { Figure } from "../plots/figure.ts";
import { readModule } from "../plots/render/rasterizer.ts";

const config = { displaylogo: false, responsive: false };

/**
 * A script that makes plotly available to all figures on the page.
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
 * A figure under an id of its own: its picture, if there is one, and the
 * script that draws the figure in its place.
 *
 * @param png the picture, base64
 */
export function figureHtml(figure: Figure, id: string, png?: string): string {
  const { width, height } = figure.layout;
  const image = png === undefined
    ? ""
    : `<img src="data:image/png;base64,${png}" width="${width}" ` +
      `height="${height}" alt="${escapeHtml(figure.alt)}">`;
  return `<div id="${id}" role="img" aria-label="${escapeHtml(figure.alt)}" ` +
    `style="min-height:${height}px">${image}</div>` +
    script(
      `const div = document.getElementById("${id}");
    if (!div || div.classList.contains("js-plotly-plot")) return;
    div.replaceChildren();
    Plotly.newPlot(div, ${plain(figure)}, ${JSON.stringify(config)});`,
    );
}

/** A script that draws a figure again in the place of the one with this id. */
export function redrawHtml(figure: Figure, id: string): string {
  return script(
    `const div = document.getElementById("${id}");
    if (div) Plotly.react(div, ${plain(figure)}, ${JSON.stringify(config)});`,
  );
}

/** Text that stands in HTML for itself. */
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

/** A figure's arguments for plotly; `<` would let text end the script. */
function plain({ data, layout }: Figure): string {
  return [data, layout]
    .map((value) => JSON.stringify(value).replaceAll("<", "\\u003c"))
    .join(", ");
}
