/** Writes pictures of 50 megapixels into a folder, a corner drawn on each. @module */
import sharp, { type Sharp } from "sharp";

const SIDE = 7072;
const [PAPER, INK] = ["#e8e4da", "#203060"];

/** How each is written; those that can't be decoded row by row are among them. */
const WRITERS: Readonly<Record<string, (picture: Sharp) => Sharp>> = {
  "jpeg": (picture) => picture.jpeg().withMetadata({ orientation: 6 }),
  "jpeg-progressive": (picture) =>
    picture.jpeg({ progressive: true, chromaSubsampling: "4:4:4" }),
  "png-interlaced": (picture) =>
    picture.ensureAlpha().png({ compressionLevel: 1, progressive: true }),
  "webp-lossless": (picture) => picture.webp({ effort: 0, lossless: true }),
  "gif": (picture) => picture.gif({ effort: 1, colours: 8, dither: 0 }),
};

const [folder] = Deno.args;
/** A rectangle of ink. */
const stroke = (left: number, top: number, width: number, height: number) => ({
  left,
  top,
  input: { create: { width, height, channels: 3 as const, background: INK } },
});
// A corner, which no orientation makes a dash
const paper = sharp({
  create: { width: SIDE, height: SIDE, channels: 3, background: PAPER },
}).composite([
  stroke(2300, 1500, 500, 4000),
  stroke(2300, 5000, 2500, 500),
]);
for (const [name, write] of Object.entries(WRITERS)) {
  await write(paper.clone()).toFile(`${folder}/${name}`);
}
