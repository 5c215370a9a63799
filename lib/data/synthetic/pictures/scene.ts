import type { RgbPicture } from "./rgb_picture.ts";

/** Red, green and blue from 0 to 255. */
export type Colour = readonly [number, number, number];

/** Straight lines printed on paper. */
export interface PaperLines {
  readonly colour: Colour;
  /** Distance between two lines in pixels. */
  readonly pitch: number;
  /** In pixels. */
  readonly width: number;
  readonly squared: boolean;
  /** In degrees. */
  readonly turn: number;
}

/** All that makes a picture of a digit. */
export interface Scene {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Undefined if the paper is transparent. */
  readonly paper: Colour | undefined;
  readonly lines?: PaperLines;
  readonly ink: Colour;
  /** How much of the ink's grain shows, from 0 to 1: pencil and chalk. */
  readonly texture: number;
  /** How much of the ink is missing where the pen is light, from 0 to 1. */
  readonly fading?: number;
  /** What the paper lies on, seen at one side of the picture. */
  readonly table?: { readonly colour: Colour; readonly share: number };
  /** The digit's longer side in pixels. */
  readonly size: number;
  /** The digit's middle as shares of the free room, 0.5 and 0.5 for the centre. */
  readonly place: readonly [number, number];
  /** In degrees, clockwise. */
  readonly turn: number;
  /** The pen's width as a share of the digit's longer side. */
  readonly pen: number;
  /** Whether the font must be a light one. */
  readonly thin?: boolean;
  /** What happens to the picture afterwards. */
  readonly effects?: (picture: RgbPicture) => RgbPicture;
}
