/**
 * The shapes of the synthetic digits. Each digit has several glyphs, for the
 * different ways in which people write it.
 *
 * @module
 */

/** A stroke's points, x and y in turn, in units of the digit's height. */
export type Stroke = Float64Array;

/** One way of writing a digit. */
export interface Glyph {
  /** Frequency, relative to the digit's other glyphs. */
  readonly weight: number;
  /** In order. */
  readonly strokes: readonly Stroke[];
}

/**
 * Frequency, width relative to height, and strokes: points "x,y" on a smooth curve,
 * in percent of the digit's bounding box from its top left. A point given twice is
 * a corner.
 */
type GlyphText = [weight: number, width: number, ...strokes: string[]];

const GLYPH_TEXTS: readonly GlyphText[][] = [
  [
    [5, 0.8, "66,3 34,4 9,30 3,64 22,93 55,98 86,78 98,44 84,12 52,1"],
    [2, 0.7, "80,10 44,4 12,28 3,64 24,95 58,97 88,70 96,34 74,6 46,14"],
    [2, 0.95, "50,1 18,14 2,46 12,82 44,99 78,90 98,58 90,22 62,3 40,4"],
  ],
  [
    [7, 0.12, "60,0 50,50 42,100"],
    [2, 0.3, "0,24 80,0 80,0 66,100"],
    [1, 0.5, "8,24 56,0 56,0 52,98", "0,99 100,97"],
  ],
  [
    [4, 0.85, "6,24 30,2 68,6 74,34 44,68 4,97 4,97 50,92 100,94"],
    [4, 0.9, "8,22 34,1 66,10 68,42 40,80 12,96 2,84 20,74 56,90 100,90"],
    [1, 0.8, "2,10 50,2 84,18 72,48 0,98 0,98 100,98"],
  ],
  [
    [5, 0.75, "8,12 44,0 82,14 72,38 36,47 36,47 84,58 92,82 56,99 4,92"],
    [2, 0.75, "6,5 86,3 86,3 40,40 40,40 86,54 90,82 50,100 2,88"],
    [2, 0.65, "0,16 40,1 84,16 66,40 44,50 52,50 92,66 74,96 30,100 0,88"],
  ],
  [
    [4, 0.8, "12,4 4,38 14,55 60,54 96,44", "92,0 84,50 76,100"],
    [3, 0.8, "62,0 2,60 2,60 100,58", "68,28 62,100"],
    [2, 0.75, "20,0 2,46 2,46 90,46", "80,10 72,50 64,100"],
    [2, 0.7, "4,14 8,46 44,54 88,30 96,2 96,2 84,54 74,100"],
  ],
  [
    [4, 0.8, "98,2 36,5 36,5 20,42 20,42 62,40 88,64 68,94 30,100 0,90"],
    [3, 0.75, "34,4 18,42 18,42 62,42 86,68 60,98 2,92", "32,5 100,2"],
    [2, 0.7, "100,2 44,8 22,38 22,38 58,50 78,74 50,100 4,94"],
  ],
  [
    [4, 0.65, "76,0 34,24 6,66 28,98 74,92 94,68 68,54 28,66 10,82"],
    [3, 0.55, "52,0 14,42 8,82 44,100 88,84 80,60 44,60 14,78"],
    [1, 0.7, "96,8 60,4 16,44 8,84 48,100 90,80 70,56 20,70"],
  ],
  [
    [5, 0.75, "2,12 40,8 98,4 98,4 66,48 42,100"],
    [2, 0.75, "2,22 6,6 6,6 94,6 94,6 66,54 58,100"],
    [2, 0.8, "0,8 94,4 94,4 60,52 40,100", "24,52 86,48"],
    [1, 0.7, "4,18 30,4 84,10 92,20 62,58 48,100"],
  ],
  [
    [5, 0.7, "84,10 48,1 16,18 40,44 84,70 70,97 26,96 14,72 50,46 88,20 76,6"],
    [2, 0.6, "50,0 12,18 42,46 88,72 58,100 14,86 26,60 78,34 84,10 52,0"],
    [
      2,
      0.65,
      "56,0 16,10 22,38 56,48 84,28 76,6 54,0",
      "52,48 8,66 18,94 58,100 92,82 80,56 52,48",
    ],
  ],
  [
    [4, 0.65, "88,14 50,1 10,20 16,46 54,50 84,24 90,8 90,8 82,54 68,100"],
    [3, 0.65, "80,12 40,2 6,28 30,52 76,36 90,10 90,10 90,60 64,96 14,96"],
    [2, 0.55, "78,8 30,6 8,34 44,48 82,20 82,20 76,60 74,100"],
  ],
];

/** The glyphs of each digit: `GLYPHS[digit]`. */
export const GLYPHS: readonly (readonly Glyph[])[] = GLYPH_TEXTS.map((texts) =>
  texts.map(toGlyph)
);

/** A 1 with a long upstroke, as most of Europe writes it and MNIST hardly has it. */
const LONG_UPSTROKES: readonly GlyphText[] = [
  [5, 0.5, "0,40 78,0 78,0 66,100"],
  [5, 0.65, "0,48 84,0 84,0 70,100"],
  [4, 0.55, "0,36 44,22 84,0 84,0 74,100"],
  [3, 0.6, "0,40 58,0 58,0 54,98", "4,99 100,97"],
];

/** `GLYPHS`, but more than half of the ones have a long upstroke. */
export const WORLD_GLYPHS: readonly (readonly Glyph[])[] = GLYPHS.map(
  (glyphs, digit) =>
    digit === 1 ? [...glyphs, ...LONG_UPSTROKES.map(toGlyph)] : glyphs,
);

function toGlyph([weight, width, ...strokes]: GlyphText): Glyph {
  return { weight, strokes: strokes.map((points) => toStroke(points, width)) };
}

function toStroke(points: string, width: number): Stroke {
  const numbers = points.split(/[ ,]/).map(Number);
  return Float64Array.from(
    numbers,
    (percent, i) => (percent / 100) * (i % 2 === 0 ? width : 1),
  );
}
