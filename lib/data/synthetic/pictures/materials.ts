/** Paper, its lines, pens and pencils of random colours. @module */
import type { Random } from "../../random.ts";
import type { Colour, PaperLines, Scene } from "./scene.ts";

export const WHITE: Colour = [255, 255, 255];
export const BLACK: Colour = [0, 0, 0];

export const PEN_COLOURS: readonly Colour[] = [
  [25, 60, 190],
  [200, 30, 35],
  [20, 130, 60],
  [235, 120, 20],
  [130, 40, 160],
  [30, 150, 220],
  [230, 60, 140],
  [110, 70, 30],
  [120, 200, 90],
  [240, 200, 30],
];

const LINE_COLOURS: readonly Colour[] = [
  [90, 130, 200],
  [120, 120, 120],
  [70, 160, 170],
];

/** Lines of a random colour and width, a few degrees oblique. */
export function paperLines(
  random: Random,
  pitch: number,
  squared: boolean,
): PaperLines {
  const strength = random.uniform(0.15, 0.7);
  const hue = oneOf(LINE_COLOURS, random);
  return {
    colour: mix(WHITE, hue, strength),
    pitch: Math.max(8, pitch),
    width: random.uniform(1, 2.2),
    squared,
    turn: random.uniform(-4, 4),
  };
}

/** White, or a little yellow. */
export function paperColour(random: Random): Colour {
  return random.uniform() < 0.5 ? WHITE : [
    random.uniform(238, 255),
    random.uniform(235, 250),
    random.uniform(215, 245),
  ];
}

/** A pencil in one case of four. */
export function penOrPencil(random: Random): Pick<Scene, "ink" | "texture"> {
  return random.uniform() < 0.75 ? { ink: penColour(random), texture: 0 } : {
    ink: grey(random.uniform(70, 120)),
    texture: random.uniform(0.1, 0.4),
  };
}

/** Black or blue. */
export function penColour(random: Random): Colour {
  return random.uniform() < 0.5 ? grey(random.uniform(10, 60)) : [
    random.uniform(20, 50),
    random.uniform(40, 80),
    random.uniform(120, 180),
  ];
}

export function grey(value: number): Colour {
  return [value, value, value];
}

function mix(a: Colour, b: Colour, share: number): Colour {
  const part = (k: 0 | 1 | 2) => a[k] * (1 - share) + b[k] * share;
  return [part(0), part(1), part(2)];
}

/** One of a list, each as probable as the others. */
export function oneOf<T>(items: readonly T[], random: Random): T {
  return items[random.integer(items.length)];
}
