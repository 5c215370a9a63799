/** The kinds of pictures of digits that people make. @module */
import type { Random } from "../../random.ts";
import { board, darkMode, onPaper, photo, plain } from "./base_scenes.ts";
import { light } from "./camera.ts";
import { grain } from "./grain.ts";
import {
  BLACK,
  grey,
  oneOf,
  paperColour,
  paperLines,
  PEN_COLOURS,
  penColour,
  penOrPencil,
  WHITE,
} from "./materials.ts";
import type { Scene } from "./scene.ts";

/** A kind of pictures. */
export interface Kind {
  readonly name: string;
  readonly scene: (random: Random) => Scene;
}

/** The kinds, in the order of the table. */
export const KINDS: readonly Kind[] = [
  { name: "paint program", scene: plain },
  {
    name: "transparent PNG",
    scene: (random) => ({
      ...plain(random),
      paper: undefined,
      ink: random.uniform() < 0.3
        ? WHITE
        : random.uniform() < 0.5
        ? BLACK
        : oneOf(PEN_COLOURS, random),
    }),
  },
  {
    name: "coloured pens",
    scene: (random) => ({
      ...plain(random),
      paper: paperColour(random),
      ink: oneOf(PEN_COLOURS, random),
    }),
  },
  {
    name: "squared paper",
    scene: (random) => {
      const scene = onPaper(random);
      return {
        ...scene,
        ...penOrPencil(random),
        lines: paperLines(random, scene.size * random.uniform(0.18, 0.6), true),
      };
    },
  },
  {
    name: "ruled paper",
    scene: (random) => {
      const scene = onPaper(random);
      return {
        ...scene,
        ...penOrPencil(random),
        lines: paperLines(random, scene.size * random.uniform(0.5, 1.3), false),
      };
    },
  },
  {
    name: "off-centre",
    scene: (random) => {
      const scene = plain(random);
      const away = () => random.uniform() < 0.5 ? 0.04 : 0.96;
      return {
        ...scene,
        size: scene.height * random.uniform(0.2, 0.4),
        place: random.uniform() < 0.5
          ? [away(), random.uniform(0.04, 0.96)]
          : [random.uniform(0.04, 0.96), away()],
      };
    },
  },
  {
    name: "thin strokes",
    scene: (random) => ({
      ...plain(random),
      pen: random.uniform(0.012, 0.03),
      thin: true,
    }),
  },
  {
    name: "thick marker",
    scene: (random) => ({
      ...plain(random),
      pen: random.uniform(0.15, 0.2),
      ink: random.uniform() < 0.5 ? BLACK : oneOf(PEN_COLOURS, random),
    }),
  },
  { name: "phone photo", scene: photo },
  {
    name: "pale pencil",
    scene: (random) => {
      const ground = random.uniform(150, 225);
      const scene = onPaper(random);
      return {
        ...scene,
        paper: grey(ground),
        ink: grey(ground * random.uniform(0.55, 0.75)),
        texture: random.uniform(0.1, 0.6),
        fading: random.uniform(0, 0.4),
        pen: random.uniform(0.025, 0.1),
        effects: (picture) =>
          grain(
            light(picture, random, {
              gradient: random.uniform(0, 0.15),
              vignette: 0,
              shadow: 0,
            }),
            random,
            { fine: random.uniform(2, 7) },
          ),
      };
    },
  },
  {
    name: "grainy paper",
    scene: (random) => ({
      ...onPaper(random),
      paper: grey(random.uniform(170, 235)),
      effects: (picture) =>
        grain(picture, random, {
          fine: random.uniform(8, 26),
          coarse: random.uniform(2, 9),
          spot: random.uniform(2, 6),
        }),
    }),
  },
  {
    name: "light on dark",
    scene: (random) =>
      random.uniform() < 0.5 ? board(random) : darkMode(random),
  },
  {
    name: "small in a large picture",
    scene: (random) => {
      const scene = plain(random);
      const width = Math.round(random.uniform(600, 1100));
      const height = Math.round(width * random.uniform(0.7, 1));
      return {
        ...scene,
        width,
        height,
        size: width * random.uniform(0.045, 0.12),
        place: [random.uniform(0.1, 0.9), random.uniform(0.1, 0.9)],
        ink: penColour(random),
        effects: (picture) =>
          grain(picture, random, { fine: random.uniform(0, 5) }),
      };
    },
  },
  {
    name: "slightly rotated",
    scene: (random) => ({
      ...plain(random),
      turn: (random.uniform() < 0.5 ? -1 : 1) * random.uniform(7, 15),
    }),
  },
];
