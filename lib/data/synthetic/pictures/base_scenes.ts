/** Scenes on which the kinds of pictures build. @module */
import type { Random } from "../../random.ts";
import { defocus, light, tilt } from "./camera.ts";
import { grain } from "./grain.ts";
import { jpeg } from "./jpeg.ts";
import {
  BLACK,
  grey,
  oneOf,
  paperColour,
  paperLines,
  penColour,
  WHITE,
} from "./materials.ts";
import type { Colour, Scene } from "./scene.ts";

/** Black on white, as a paint program saves it. */
export function plain(random: Random): Scene {
  const side = Math.round(random.uniform(90, 480));
  const width = random.uniform() < 0.6
    ? side
    : Math.round(side * random.uniform(1, 1.5));
  return {
    width,
    height: side,
    paper: WHITE,
    ink: BLACK,
    texture: 0,
    size: side * random.uniform(0.4, 0.85),
    place: [random.uniform(0.3, 0.7), random.uniform(0.3, 0.7)],
    turn: 0,
    pen: random.uniform(0.05, 0.13),
  };
}

/** A pen on paper, scanned. */
export function onPaper(random: Random): Scene {
  const width = Math.round(random.uniform(200, 560));
  const height = Math.round(width * random.uniform(0.8, 1.2));
  return {
    ...plain(random),
    width,
    height,
    paper: paperColour(random),
    ink: penColour(random),
    size: Math.min(width, height) * random.uniform(0.3, 0.7),
    pen: random.uniform(0.04, 0.11),
    effects: (picture) =>
      grain(picture, random, { fine: random.uniform(0, 3) }),
  };
}

/** A phone's photo of a page in a room. */
export function photo(random: Random): Scene {
  const scene = onPaper(random);
  const width = Math.round(random.uniform(240, 720));
  const height = Math.round(width * random.uniform(0.75, 1.33));
  const size = Math.min(width, height) * random.uniform(0.25, 0.6);
  const kind = random.uniform();
  return {
    ...scene,
    width,
    height,
    size,
    turn: random.uniform(-8, 8),
    table: random.uniform() < 0.25
      ? { colour: tableColour(random), share: random.uniform(0.03, 0.15) }
      : undefined,
    lines: kind < 0.6
      ? undefined
      : paperLines(random, size * random.uniform(0.25, 1), kind < 0.8),
    effects: (picture) => {
      let seen = tilt(picture, random, 0.05);
      seen = light(seen, random, {
        gradient: random.uniform(0.1, 0.5),
        vignette: random.uniform(0, 0.35),
        shadow: random.uniform() < 0.6 ? random.uniform(0.1, 0.4) : 0,
      });
      seen = defocus(seen, random.uniform(0, 0.005) * width);
      seen = grain(seen, random, { fine: random.uniform(1, 8) });
      return jpeg(seen, random.uniform(0.2, 1.2));
    },
  };
}

function tableColour(random: Random): Colour {
  const shade = random.uniform(0.3, 1);
  return [150 * shade, 110 * shade, 80 * shade];
}

const BOARD_COLOURS: readonly Colour[] = [
  [35, 70, 55],
  [45, 48, 50],
  [30, 45, 60],
];

/** Chalk on a board. */
export function board(random: Random): Scene {
  return {
    ...onPaper(random),
    paper: oneOf(BOARD_COLOURS, random),
    ink: grey(random.uniform(190, 245)),
    texture: random.uniform(0.2, 0.7),
    pen: random.uniform(0.05, 0.11),
    effects: (picture) =>
      grain(
        light(picture, random, {
          gradient: random.uniform(0, 0.4),
          vignette: random.uniform(0, 0.3),
          shadow: 0,
        }),
        random,
        {
          fine: random.uniform(1, 5),
          coarse: random.uniform(0, 6),
          spot: random.uniform(6, 40),
        },
      ),
  };
}

/** Light strokes in a program's dark mode. */
export function darkMode(random: Random): Scene {
  return {
    ...plain(random),
    paper: grey(random.uniform(0, 50)),
    ink: random.uniform() < 0.5
      ? grey(random.uniform(180, 255))
      : [random.uniform(120, 255), random.uniform(160, 255), 255],
  };
}
