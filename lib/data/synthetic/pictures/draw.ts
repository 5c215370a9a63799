/** Pictures of single digits of every kind, drawn by a program. @module */
import { Rasterizer } from "../../../plots/render/rasterizer.ts";
import { Random } from "../../random.ts";
import { digitCoverage, linesCoverage } from "./coverage.ts";
import { smoothNoise } from "./grain.ts";
import { KINDS } from "./kinds.ts";
import type { RgbPicture } from "./rgb_picture.ts";
import type { Scene } from "./scene.ts";
import {
  HANDWRITING_FONTS,
  type Shape,
  ShapeMaker,
  THIN_FONTS,
} from "./shapes.ts";

/** A picture and the digit in it. */
export interface DrawnPicture {
  /** The name of its kind. */
  readonly kind: string;
  /** 0 to 9. */
  readonly label: number;
  /** The font's family, or "strokes". */
  readonly source: string;
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity, uint8, shape [height, width, 4]. */
  readonly values: Uint8Array<ArrayBuffer>;
  /** The digit alone, before light and camera: 255 where it is, shape [height, width]. */
  readonly ink: Uint8Array<ArrayBuffer>;
}

/** Which pictures to draw. */
export interface DrawOptions {
  /** How many, at least 1; the kinds come in turn. */
  readonly count: number;
  /** A whole number from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Half of the digits are drawn from these fonts. */
  readonly fonts: keyof typeof HANDWRITING_FONTS;
}

/**
 * Draws pictures of single digits as people make them: of each kind in turn, half of the
 * digits from fonts that look written by hand, half from strokes of a pen. The same
 * options give the same pictures; a longer set begins with the shorter one.
 */
export async function* drawPictures(
  { count, seed, fonts }: DrawOptions,
): AsyncGenerator<DrawnPicture, void> {
  const rasterizer = await Rasterizer.load();
  const maker = await ShapeMaker.load(HANDWRITING_FONTS[fonts]);
  for (let index = 0; index < count; index++) {
    const kind = KINDS[index % KINDS.length];
    const random = new Random(seed, "pictures", fonts, index);
    const label = random.integer(10);
    const scene = kind.scene(random);
    const { shape, source } = shapeFor(scene, label, index, maker, random);
    const picture = compose(rasterizer, scene, shape, random);
    yield { kind: kind.name, label, source, ...picture };
  }
}

/** Strokes of a pen and digits of a font alternate, from one round of kinds to the next. */
function shapeFor(
  scene: Scene,
  label: number,
  index: number,
  maker: ShapeMaker,
  random: Random,
) {
  if (Math.floor(index / KINDS.length) % 2 === 0) {
    return { shape: maker.strokes(label, random), source: "strokes" };
  }
  const families = maker.families.filter((family) =>
    !scene.thin || THIN_FONTS.has(family)
  );
  const source = families[random.integer(families.length)];
  return { shape: maker.outline(label, source, random), source };
}

/** Draws a scene, and what happens to its picture. */
function compose(
  rasterizer: Rasterizer,
  scene: Scene,
  shape: Shape,
  random: Random,
) {
  const { width, height, paper, lines, effects } = scene;
  const digit = digitCoverage(rasterizer, scene, shape);
  const printed = lines && linesCoverage(rasterizer, scene, lines);
  const painted = paint(scene, digit, printed, random);
  const picture = effects ? effects(painted) : painted;
  const values = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    for (let channel = 0; channel < 3; channel++) {
      const value = picture.values[3 * at + channel];
      values[4 * at + channel] = Math.max(0, Math.min(255, Math.round(value)));
    }
    values[4 * at + 3] = paper ? 255 : Math.round(255 * digit[at]);
  }
  const ink = Uint8Array.from(digit, (amount) => Math.round(255 * amount));
  return { width, height, values, ink };
}

/**
 * Paper, its lines, and ink on it.
 *
 * @param digit How much of each pixel the digit covers, from 0 to 1
 * @param printed The same for the paper's lines
 */
function paint(
  scene: Scene,
  digit: Float32Array,
  printed: Float32Array | undefined,
  random: Random,
): RgbPicture {
  const { width, height, paper, ink, texture, fading = 0, table } = scene;
  const light = fading > 0
    ? smoothNoise(width, height, scene.size / 3, () => random.uniform())
    : undefined;
  const isTable = table && tableSide(scene, table.share, random);
  const values = new Float32Array(width * height * 3);
  for (let at = 0; at < width * height; at++) {
    const beside = isTable !== undefined && isTable(at);
    const ground = beside ? table!.colour : paper ?? ink;
    const line = printed && !beside ? printed[at] : 0;
    const covered = texture === 0
      ? digit[at]
      : digit[at] * (1 - texture * random.uniform() ** 2);
    const amount = paper ? covered * (1 - fading * (light?.[at] ?? 0)) : 1;
    for (let channel = 0; channel < 3; channel++) {
      const under = ground[channel] *
        (1 - line * (1 - (scene.lines?.colour[channel] ?? 255) / 255));
      values[3 * at + channel] = under * (1 - amount) + amount * ink[channel];
    }
  }
  return { width, height, values };
}

/** Which pixels show the table: a strip along one side, a little oblique. */
function tableSide(
  { width, height }: Scene,
  share: number,
  random: Random,
): (at: number) => boolean {
  const side = random.integer(4);
  const oblique = random.uniform(-0.1, 0.1);
  return (at) => {
    const [x, y] = [at % width / width, Math.floor(at / width) / height];
    const [along, across] = side % 2 === 0 ? [x, y] : [y, x];
    const depth = side < 2 ? across : 1 - across;
    return depth < share + oblique * (along - 0.5);
  };
}
