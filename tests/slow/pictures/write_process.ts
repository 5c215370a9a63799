/** Writes pictures of 50 megapixels into a folder, a bar on each. @module */
import sharp, { type Sharp } from "sharp";

const SIDE = 7072;

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
const bar = { left: 3300, top: 1500, width: 500, height: 4000 };
const paper = sharp({
  create: { width: SIDE, height: SIDE, channels: 3, background: "#e8e4da" },
}).composite([{
  ...bar,
  input: {
    create: {
      width: bar.width,
      height: bar.height,
      channels: 3,
      background: "#203060",
    },
  },
}]);
for (const [name, write] of Object.entries(WRITERS)) {
  await write(paper.clone()).toFile(`${folder}/${name}`);
}
