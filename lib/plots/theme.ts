/** The one design of all figures: fonts, colours, grid lines, margins. @module */
import type { Layout } from "plotly.js-dist";

/** Inter where it is installed (the pictures use it), else the system's own. */
export const fontFamily = "Inter, system-ui, sans-serif";

/**
 * Colours that readers with any kind of colour blindness can tell apart:
 * Okabe and Ito, "Color Universal Design", 2008. Their yellow is left out,
 * because a thin yellow line cannot be seen on white.
 */
export const colours = {
  blue: "#0072b2",
  vermillion: "#d55e00",
  green: "#009e73",
  orange: "#e69f00",
  purple: "#cc79a7",
  sky: "#56b4e9",
  black: "#000000",
} as const;

/** The order in which lines and bars take their colours. */
export const palette: readonly string[] = Object.values(colours);

/** Dash patterns in the same order: colour never stands alone. */
export const dashes = [
  "solid",
  "dash",
  "dot",
  "dashdot",
  "longdash",
  "longdashdot",
] as const;

/** Greys of text, rules and fills. */
export const greys = {
  text: "#262626",
  muted: "#5c5c5c",
  rule: "#d9d9d9",
  fill: "#f2f2f2",
} as const;

/** A colour scale: stops from 0 to 1. */
export type Scale = [number, string][];

/** For what runs from nothing to much, such as ink or a share. */
export const inkScale: Scale = [[0, "#ffffff"], [1, "#000000"]];

/** For amounts: white to dark blue, lighter always meaning less. */
export const amountScale: Scale = [
  [0, "#ffffff"],
  [0.25, "#c6dcee"],
  [0.5, "#7db4d9"],
  [0.75, "#2b83ba"],
  [1, "#004a73"],
];

/** For signed values, zero in the middle: blue below, orange above. */
export const signedScale: Scale = [
  [0, "#004a73"],
  [0.25, "#56a0cd"],
  [0.5, "#ffffff"],
  [0.75, "#ee9a5a"],
  [1, "#9c4300"],
];

/** For heat laid over a grey picture: transparent to vermillion. */
export const heatScale: Scale = [
  [0, "rgba(230, 159, 0, 0)"],
  [0.5, "rgba(230, 159, 0, 0.55)"],
  [1, "rgba(213, 94, 0, 0.85)"],
];

/** The width of a figure in CSS pixels: JupyterLab's cell on a small screen. */
export const figureWidth = 720;

/** What a figure's layout is made of; plotly's own fields can be added. */
export interface LayoutOptions extends Partial<Layout> {
  heading: string;
  width?: number;
  height?: number;
}

/** The layout that all figures start from. */
export function baseLayout(
  { heading, width = figureWidth, height = 400, ...rest }: LayoutOptions,
): Partial<Layout> & { width: number; height: number } {
  return {
    title: {
      text: heading,
      font: { size: 16, color: greys.text },
      x: 0.01,
      xanchor: "left",
      yref: "container",
      y: 1,
      yanchor: "top",
      pad: { t: 16 },
    },
    width,
    height,
    font: { family: fontFamily, size: 13, color: greys.text },
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    margin: { l: 72, r: 24, t: 56, b: 60 },
    colorway: [...palette],
    hoverlabel: { font: { family: fontFamily } },
    ...rest,
  };
}

/** An axis with its title, unit included, and light grid lines. */
export function axis(title: string, rest: object = {}) {
  return {
    title: { text: title, standoff: 10, font: { size: 13 } },
    gridcolor: greys.rule,
    linecolor: greys.muted,
    showline: true,
    zeroline: false,
    ticks: "outside" as const,
    tickcolor: greys.muted,
    ticklen: 4,
    ...rest,
  };
}

/** The numbers that stand at a logarithmic loss axis. */
export const lossTicks: readonly number[] = [0.001, 0.01, 0.1, 1, 10]
  .flatMap((decade) => [decade, 2 * decade, 5 * decade]);

/**
 * The range of a logarithmic loss axis that holds all losses, from one of
 * {@linkcode lossTicks} to another.
 *
 * @returns The logarithms of its ends, as plotly takes them
 */
export function lossRange(losses: readonly number[]): [number, number] {
  const [lowest, highest] = [Math.min(...losses), Math.max(...losses)];
  const from = lossTicks.findLast((tick) => tick < lowest) ?? lowest;
  const to = lossTicks.find((tick) => tick > highest) ?? highest;
  return [Math.log10(from), Math.log10(to)];
}

/** An axis that only places things: no line, no ticks, no grid. */
export function hiddenAxis(rest: object = {}) {
  return {
    visible: false,
    showgrid: false,
    zeroline: false,
    fixedrange: true,
    ...rest,
  };
}
