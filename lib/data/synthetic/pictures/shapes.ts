/** Shapes of digits to draw into pictures, as SVG. @module */
import { Rasterizer, readModule } from "../../../plots/render/rasterizer.ts";
import type { Random } from "../../random.ts";
import { distort, pickGlyph } from "../digits.ts";
import { GLYPHS } from "../glyphs.ts";
import { font, type LetterFont } from "../letters.ts";
import { spline } from "../strokes.ts";

/** A digit around (0, 0), at most 1 high and 1 wide. */
export interface Shape {
  /** SVG path data. */
  readonly path: string;
  /** Width and height. */
  readonly size: readonly [width: number, height: number];
  /** Whether the path is the pen's way, or the outline of what it leaves. */
  readonly kind: "strokes" | "outline";
}

/**
 * Fonts that look written by hand. Finding digits was developed with one half and is
 * measured with the other. All are under the SIL Open Font License 1.1 or Apache 2.0.
 */
export const HANDWRITING_FONTS: Readonly<
  Record<"development" | "test", readonly LetterFont[]>
> = {
  development: [
    font("Architects Daughter"),
    font("Gloria Hallelujah"),
    font("Indie Flower"),
    font("Patrick Hand"),
    font("Shadows Into Light"),
  ],
  test: [
    font("Caveat"),
    font("Coming Soon"),
    font("Gochi Hand"),
    font("Kalam"),
    font("Schoolbell"),
  ],
};

/** The lightest of them, for thin pens. */
export const THIN_FONTS: ReadonlySet<string> = new Set([
  "Architects Daughter",
  "Caveat",
  "Coming Soon",
  "Indie Flower",
  "Shadows Into Light",
]);

/** Font size of the outlines. */
const SIZE = 64;

/** Draws shapes of digits: half of them from fonts, half from strokes of a pen. */
export class ShapeMaker {
  readonly #outlines = new Map<string, string>();

  private constructor(readonly families: readonly string[]) {}

  /** Reads the fonts. */
  static async load(fonts: readonly LetterFont[]): Promise<ShapeMaker> {
    const rasterizer = await Rasterizer.load();
    const maker = new ShapeMaker(fonts.map(({ family }) => family));
    for (const { family, file } of fonts) {
      const bytes = await readModule(file);
      for (let digit = 0; digit < 10; digit++) {
        maker.#outlines.set(
          `${family} ${digit}`,
          rasterizer.outline(String(digit), {
            font: bytes,
            family,
            size: SIZE,
          }),
        );
      }
    }
    return maker;
  }

  /** A digit in a font, a little stretched and slanted at random. */
  outline(digit: number, family: string, random: Random): Shape {
    const stretch = Math.exp(random.normal(0, 0.1));
    const slant = Math.max(-0.3, Math.min(0.3, random.normal(0, 0.1)));
    const path = this.#outlines.get(`${family} ${digit}`)!;
    return shapeOf(commandsOf(path, stretch, slant), "outline");
  }

  /** A digit as strokes of a pen, distorted as `syntheticDigits()` does. */
  strokes(digit: number, random: Random): Shape {
    const strokes = distort(pickGlyph(GLYPHS[digit], random).strokes, random);
    const commands = strokes.flatMap((points) => {
      const curve = spline(points, 6);
      const list: Command[] = [];
      for (let at = 0; at < curve.length; at += 2) {
        list.push([at === 0 ? "M" : "L", curve[at], curve[at + 1]]);
      }
      return list;
    });
    return shapeOf(commands, "strokes");
  }
}

/** A letter of SVG's path data and its coordinates. */
type Command = readonly [letter: string, ...coordinates: number[]];

function commandsOf(path: string, stretch: number, slant: number): Command[] {
  return [...path.matchAll(/([A-Z])([^A-Z]*)/g)].map(([, letter, rest]) => {
    const numbers = (rest.match(/-?[\d.]+/g) ?? []).map(Number);
    const moved = numbers.map((value, at) =>
      at % 2 === 0 ? stretch * value - slant * numbers[at + 1] : value
    );
    return [letter, ...moved];
  });
}

/** Moves and scales a path to the middle. */
function shapeOf(commands: readonly Command[], kind: Shape["kind"]): Shape {
  const all = commands.flatMap(([, ...numbers]) => numbers);
  const range = [0, 1].map((axis) => {
    const along = all.filter((_, at) => at % 2 === axis);
    return [Math.min(...along), Math.max(...along)];
  });
  const extents = range.map(([low, high]) => high - low);
  const scale = 1 / Math.max(...extents);
  const path = commands.map(([letter, ...numbers]) =>
    letter + numbers.map((value, at) => {
      const [low, high] = range[at % 2];
      return ((value - (low + high) / 2) * scale).toFixed(4);
    }).join(" ")
  ).join("");
  return { path, kind, size: [extents[0] * scale, extents[1] * scale] };
}
