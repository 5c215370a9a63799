/** Figures as PNG files, without a browser. @module */
import type { Figure } from "../figure.ts";
import { PlotlyPage } from "./plotly_page.ts";
import { Rasterizer } from "./rasterizer.ts";

let opened: Promise<PlotlyPage> | undefined;

/**
 * Renders a figure as a PNG file.
 *
 * The first call loads plotly and takes a second or two.
 *
 * @param scale Pixels per CSS pixel; 2 is sharp on most screens
 */
export async function renderPng(
  figure: Figure,
  scale = 2,
): Promise<Uint8Array> {
  const rasterizer = await Rasterizer.load();
  const page = await (opened ??= PlotlyPage.open(rasterizer));
  return rasterizer.png(forRasterizer(await page.svg(figure)), scale);
}

/** Rewrites plotly's CSS as SVG 1.1, which is all that resvg understands. */
function forRasterizer(svg: string): string {
  return svg
    .replaceAll(/url\('[^'#]*#([^']*)'\)/g, "url(#$1)")
    .replaceAll(/image-rendering: *[\w-]+/g, "image-rendering: optimizeSpeed");
}
