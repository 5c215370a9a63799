/** Pictures of capital letters, drawn from fonts. @module */
import { join } from "node:path";
import { fileError } from "../../files/errors.ts";
import { Rasterizer, readModule } from "../../plots/render/rasterizer.ts";
import { Random } from "../random.ts";

/** A font to draw letters from. */
export interface LetterFont {
  /** The name of the family, such as `Abel`. */
  readonly family: string;
  /** The TrueType file in a package on npm, named as in an import. */
  readonly file: string;
}

/** The letters A to Z. */
export const LETTERS: readonly string[] = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/**
 * The fonts of each part of the data set. No font is in two of them: a network is then
 * asked about letters in designs that it has never seen. All are under the SIL Open Font
 * License 1.1.
 */
export const LETTER_FONTS: Readonly<
  Record<"train" | "validation" | "test", readonly LetterFont[]>
> = {
  train: [
    font("Abel"),
    font("Abril Fatface"),
    font("Alfa Slab One"),
    font("Anton"),
    font("Bangers"),
    font("Cutive Mono"),
    font("Indie Flower"),
    font("Patrick Hand"),
    font("Shadows Into Light"),
    font("Varela Round"),
  ],
  validation: [font("Gloria Hallelujah"), font("Inter")],
  test: [
    font("Architects Daughter"),
    font("Lobster"),
    font("Prata"),
    font("Share Tech Mono"),
  ],
};

/** How many letters to draw. */
export interface LetterOptions {
  /** Pictures of each letter in each font, at least 1. */
  readonly perFont: number;
  /** Seeds the random changes of the letters. Default 1. */
  readonly seed?: number;
  /** Called after each letter of each font with the number of pictures so far. */
  onProgress?(done: number, total: number): void;
  /** Ends the drawing. */
  readonly signal?: AbortSignal;
}

/** Font size of the outlines, in units of a picture. */
const SIZE = 64;

/**
 * Draws pictures of the 26 capital letters and writes them as PNG files, dark on light,
 * in the folders `train/A/…`, `validation/A/…`, `test/A/…` and so on. Each is moved,
 * scaled, slanted, turned and thickened at random. The same options give the same files.
 *
 * @param folder Created if it is missing; files of the same names are replaced.
 * @returns The number of files.
 * @throws {RangeError} if `perFont` is not a whole number of at least 1
 * @throws {FileError} if the folder can't be written
 * @throws {DOMException} named AbortError, when the signal aborts
 */
export async function writeLetters(
  folder: string,
  { perFont, seed = 1, onProgress, signal }: LetterOptions,
): Promise<number> {
  if (!Number.isSafeInteger(perFont) || perFont < 1) {
    throw new RangeError(
      `Cannot draw letters: the number in each font must be a whole number of at least 1: current value is ${perFont}`,
    );
  }
  const rasterizer = await Rasterizer.load();
  const parts = Object.entries(LETTER_FONTS);
  const fonts = parts.flatMap(([part, fonts]) =>
    fonts.map((each) => ({ part, ...each }))
  );
  const total = fonts.length * LETTERS.length * perFont;
  let done = 0;
  for (const { part, family, file } of fonts) {
    const font = await readModule(file);
    for (const letter of LETTERS) {
      signal?.throwIfAborted();
      const path = rasterizer.outline(letter, { font, family, size: SIZE });
      const place = join(folder, part, letter);
      const name = family.replaceAll(" ", "");
      const random = new Random(seed, "letters", family, letter);
      const pictures = Array.from(
        { length: perFont },
        () => rasterizer.png(letterSvg(path, random), 1),
      );
      try {
        await Deno.mkdir(place, { recursive: true });
        await Promise.all(
          pictures.map((png, index) =>
            Deno.writeFile(join(place, `${name}-${index + 1}.png`), png)
          ),
        );
      } catch (error) {
        throw fileError(`Cannot write letters to "${place}"`, error);
      }
      done += perFont;
      onProgress?.(done, total);
    }
  }
  return done;
}

/** A picture of an outline, changed at random, as SVG. */
function letterSvg(path: string, random: Random): string {
  const side = 44 + random.integer(25); // pixels
  const [left, top, right, bottom] = boxOf(path);
  const scale = random.uniform(0.4, 0.55) * side /
    Math.max(right - left, bottom - top);
  const stretch = within(0.15, random.normal(0, 0.12)) + 1;
  const slant = within(15, random.normal(0, 8)); // degrees
  const turn = within(12, random.normal(0, 6));
  const pen = Math.max(0, random.normal(0.8, 1.2)); // beyond the outline's own
  const [x, y] = [random.uniform(-1.5, 1.5), random.uniform(-1.5, 1.5)];
  const [ink, paper] = [random.integer(90), 255 - random.integer(60)];
  const grey = (value: number) => `rgb(${value},${value},${value})`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">
    <rect width="100%" height="100%" fill="${grey(paper)}"/>
    <g transform="translate(${side / 2 + x} ${side / 2 + y}) rotate(${turn})
      skewX(${-slant}) scale(${scale * stretch} ${scale})
      translate(${-(left + right) / 2} ${-(top + bottom) / 2})">
      <path d="${path}" fill="${grey(ink)}" stroke="${grey(ink)}"
        stroke-width="${pen}" stroke-linejoin="round"/>
    </g></svg>`;
}

function within(most: number, value: number): number {
  return Math.max(-most, Math.min(most, value));
}

/** Left, top, right and bottom of all points of an outline, control points included. */
function boxOf(path: string): [number, number, number, number] {
  const numbers = path.match(/-?[\d.]+/g)!.map(Number);
  const [x, y] = [0, 1].map((axis) => numbers.filter((_, k) => k % 2 === axis));
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
}

/** A family of one style, from its package on npm. */
export function font(family: string): LetterFont {
  const name = family.replaceAll(" ", "");
  const pack = family.toLowerCase().replaceAll(" ", "-");
  return {
    family,
    file: `@expo-google-fonts/${pack}/400Regular/${name}_400Regular.ttf`,
  };
}
