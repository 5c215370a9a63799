/// <reference lib="dom" />
/** What the network reads: a drawing, a digit that comes with the page, a picture. @module */
import type { PadDrawing } from "../../../widgets/pad/drawing.ts";
import { pixelsOfStrokes } from "../../../widgets/pad/strokes.ts";
import type { Box } from "./messages.ts";

/** A digit's pixels from 0 to 255, shape [28, 28]. */
export type Pixels = Uint8Array<ArrayBuffer>;

/** What the network reads. */
export type Source =
  | {
    readonly kind: "drawing";
    readonly drawing: PadDrawing;
    /** The page's own drawing, which the reader's first stroke replaces. */
    readonly isSample?: boolean;
  }
  | { readonly kind: "example"; readonly pixels: Pixels }
  | {
    readonly kind: "picture";
    readonly preview: ImageBitmap;
    readonly digits: readonly Pixels[];
    readonly boxes: readonly Box[];
    /** Index of the digit that is shown. */
    readonly chosen: number;
  };

/** The image that the network gets; undefined if there is none. */
export function pixelsOf(source: Source): Pixels | undefined {
  switch (source.kind) {
    case "drawing":
      return pixelsOfStrokes(source.drawing.strokes);
    case "example":
      return source.pixels;
    case "picture":
      return source.digits[source.chosen];
  }
}

/** A 4, which the page starts with. */
export const sample: Source = {
  kind: "drawing",
  isSample: true,
  drawing: {
    strokes: [
      [[8.5, 5.5], [8, 10], [8, 14], [12, 14.6], [19, 14]],
      [[18.8, 4.5], [18.6, 10], [18, 17], [17.6, 23.5]],
    ],
  },
};
