/** Small grey pictures in rows, each with a line below it. @module */
import { Buffer } from "node:buffer";
import { encode } from "fast-png";
import { greys } from "../theme.ts";

/** A grey picture and what stands below it. */
export interface CaptionedPicture {
  /** uint8, [rows, columns]. */
  readonly pixels: Uint8Array;
  readonly rows: number;
  readonly columns: number;
  readonly caption: string;
}

/** CSS pixels. */
const SIDE = 112;
const CAPTION = 26;
const GAP = 12;
/** Letters that fit below a picture. */
const LONGEST = 12;

/**
 * An SVG picture of all, for {@linkcode Rasterizer}. A caption that is too long is
 * narrowed to its picture's width.
 *
 * @param perRow How many stand side by side
 */
export function captionedPictures(
  pictures: readonly CaptionedPicture[],
  perRow: number,
): string {
  const rows = Math.ceil(pictures.length / perRow);
  const width = perRow * (SIDE + GAP) + GAP;
  const height = rows * (SIDE + CAPTION + GAP) + GAP;
  const cells = pictures.map((picture, k) => {
    const x = GAP + (k % perRow) * (SIDE + GAP);
    const y = GAP + Math.floor(k / perRow) * (SIDE + CAPTION + GAP);
    const { caption } = picture;
    const squeezed = caption.length > LONGEST
      ? ` textLength="${SIDE}" lengthAdjust="spacingAndGlyphs"`
      : "";
    return `<image x="${x}" y="${y}" width="${SIDE}" height="${SIDE}"
      image-rendering="optimizeSpeed" href="data:image/png;base64,${
      base64Png(picture)
    }"/><text x="${x + SIDE / 2}" y="${y + SIDE + 20}" text-anchor="middle"
      font-family="Inter" font-size="18" fill="${greys.text}"${squeezed}>${
      caption.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    }</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="${width}" height="${height}" fill="#ffffff"/>${
    cells.join("")
  }</svg>`;
}

function base64Png({ pixels, rows, columns }: CaptionedPicture): string {
  return Buffer.from(encode({
    ...{ width: columns, height: rows, channels: 1, depth: 8 },
    data: pixels.slice(),
  })).toString("base64");
}
