/** Figures as PNG files, drawn without a browser. @module */
import type { Figure } from "../figure.ts";
import { PlotlyPage } from "./page.ts";
import { Rasterizer } from "./rasterizer.ts";

let opened: Promise<PlotlyPage> | undefined;

/**
 * Draws a figure as the bytes of a PNG file.
 *
 * The first call loads plotly and takes about a second.
 *
 * @param scale Pixels to one CSS pixel; 2 is sharp on most screens
 */
export async function picture(figure: Figure, scale = 2): Promise<Uint8Array> {
  const rasterizer = await Rasterizer.load();
  const page = await (opened ??= PlotlyPage.open(rasterizer));
  return rasterizer.png(forRasterizer(await page.svg(figure)), scale);
}

/** Says in SVG 1.1 what plotly says in CSS, which resvg does not read. */
function forRasterizer(svg: string): string {
  return svg
    .replaceAll(/url\('[^'#]*#([^']*)'\)/g, "url(#$1)")
    .replaceAll(/image-rendering: *[\w-]+/g, "image-rendering: optimizeSpeed");
}
