/** The kinds of pictures in which people have digits. @module */
import type { Random } from "../../random.ts";
import {
  type ColourPicture,
  defocus,
  grain,
  jpeg,
  light,
  tilt,
} from "./camera.ts";

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
  readonly effects?: (picture: ColourPicture) => ColourPicture;
}

/** A kind of pictures. */
export interface Kind {
  readonly name: string;
  readonly scene: (random: Random) => Scene;
}

const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [0, 0, 0];

const PEN_COLOURS: readonly Colour[] = [
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
        : of(PEN_COLOURS, random),
    }),
  },
  {
    name: "coloured pens",
    scene: (random) => ({
      ...plain(random),
      paper: paper(random),
      ink: of(PEN_COLOURS, random),
    }),
  },
  {
    name: "squared paper",
    scene: (random) => {
      const scene = onPaper(random);
      return {
        ...scene,
        ...penOrPencil(random),
        lines: lines(random, scene.size * random.uniform(0.18, 0.6), true),
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
        lines: lines(random, scene.size * random.uniform(0.5, 1.3), false),
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
      ink: random.uniform() < 0.5 ? BLACK : of(PEN_COLOURS, random),
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
        ink: pen(random),
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

/** Black on white, as a paint program saves it. */
function plain(random: Random): Scene {
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
function onPaper(random: Random): Scene {
  const width = Math.round(random.uniform(200, 560));
  const height = Math.round(width * random.uniform(0.8, 1.2));
  return {
    ...plain(random),
    width,
    height,
    paper: paper(random),
    ink: pen(random),
    size: Math.min(width, height) * random.uniform(0.3, 0.7),
    pen: random.uniform(0.04, 0.11),
    effects: (picture) =>
      grain(picture, random, { fine: random.uniform(0, 3) }),
  };
}

/** A phone's photo of a page in a room. */
function photo(random: Random): Scene {
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
      : lines(random, size * random.uniform(0.25, 1), kind < 0.8),
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

/** Chalk on a board. */
function board(random: Random): Scene {
  const boards: readonly Colour[] = [[35, 70, 55], [45, 48, 50], [30, 45, 60]];
  return {
    ...onPaper(random),
    paper: of(boards, random),
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
function darkMode(random: Random): Scene {
  return {
    ...plain(random),
    paper: grey(random.uniform(0, 50)),
    ink: random.uniform() < 0.5
      ? grey(random.uniform(180, 255))
      : [random.uniform(120, 255), random.uniform(160, 255), 255],
  };
}

function lines(random: Random, pitch: number, squared: boolean): PaperLines {
  const strength = random.uniform(0.15, 0.7);
  const hues: readonly Colour[] = [[90, 130, 200], [120, 120, 120], [
    70,
    160,
    170,
  ]];
  return {
    colour: mix(WHITE, of(hues, random), strength),
    pitch: Math.max(8, pitch),
    width: random.uniform(1, 2.2),
    squared,
    turn: random.uniform(-4, 4),
  };
}

function paper(random: Random): Colour {
  return random.uniform() < 0.5 ? WHITE : [
    random.uniform(238, 255),
    random.uniform(235, 250),
    random.uniform(215, 245),
  ];
}

/** A pencil in one of four. */
function penOrPencil(random: Random): Pick<Scene, "ink" | "texture"> {
  return random.uniform() < 0.75 ? { ink: pen(random), texture: 0 } : {
    ink: grey(random.uniform(70, 120)),
    texture: random.uniform(0.1, 0.4),
  };
}

/** Black or blue. */
function pen(random: Random): Colour {
  return random.uniform() < 0.5 ? grey(random.uniform(10, 60)) : [
    random.uniform(20, 50),
    random.uniform(40, 80),
    random.uniform(120, 180),
  ];
}

function grey(value: number): Colour {
  return [value, value, value];
}

function mix(a: Colour, b: Colour, share: number): Colour {
  const part = (k: 0 | 1 | 2) => a[k] * (1 - share) + b[k] * share;
  return [part(0), part(1), part(2)];
}

function of<T>(items: readonly T[], random: Random): T {
  return items[random.integer(items.length)];
}
