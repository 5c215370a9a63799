/** The look that all figures share: fonts, colours, axes, margins. @module */
import type { Layout, LayoutAxis } from "plotly.js-dist";

/** Inter, which the PNGs use, or the system's font where Inter is not installed. */
export const fontFamily = "Inter, system-ui, sans-serif";

/**
 * Colours that readers with any kind of colour blindness can tell apart:
 * Okabe and Ito, "Color Universal Design", 2008. Their yellow is missing,
 * because a thin yellow line is invisible on white.
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

/** Dash patterns in the same order, so that colour never stands alone. */
export const dashes = [
  "solid",
  "dash",
  "dot",
  "dashdot",
  "longdash",
  "longdashdot",
] as const;

/** The style of the k-th line of a figure, from 0: its own colour and its own dashes. */
export function lineStyle(
  k: number,
): { color: string; dash: typeof dashes[number]; width: number } {
  return {
    color: palette[k % palette.length],
    dash: dashes[k % dashes.length],
    width: 2,
  };
}

/** Greys of text, rules and fills. */
export const greys = {
  text: "#262626",
  muted: "#5c5c5c",
  rule: "#d9d9d9",
  fill: "#f2f2f2",
} as const;

/** A colour scale: colours at positions from 0 to 1. */
export type ColourStops = [number, string][];

/** White to black, for ink. */
export const inkScale: ColourStops = [[0, "#ffffff"], [1, "#000000"]];

/** White to dark blue, for amounts: darker is more. */
export const amountScale: ColourStops = [
  [0, "#ffffff"],
  [0.25, "#c6dcee"],
  [0.5, "#7db4d9"],
  [0.75, "#2b83ba"],
  [1, "#004a73"],
];

/** Blue below zero, white at zero, orange above: for signed values. */
export const signedScale: ColourStops = [
  [0, "#004a73"],
  [0.25, "#56a0cd"],
  [0.5, "#ffffff"],
  [0.75, "#ee9a5a"],
  [1, "#9c4300"],
];

/** Transparent to vermillion, for heat laid over a grey picture. */
export const heatScale: ColourStops = [
  [0, "rgba(230, 159, 0, 0)"],
  [0.5, "rgba(230, 159, 0, 0.55)"],
  [1, "rgba(213, 94, 0, 0.85)"],
];

/** Default width of a figure in CSS pixels: fits JupyterLab on a small screen. */
export const figureWidth = 720;

/** Options of {@linkcode baseLayout}: plotly's own fields, and these three. */
export interface LayoutOptions extends Partial<Layout> {
  /** Title at the top left. */
  heading: string;
  /** In CSS pixels. Default: {@linkcode figureWidth}. */
  width?: number;
  /** In CSS pixels. Default: 400. */
  height?: number;
}

/** The layout that all figures start from; fields that are given replace its own. */
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

/**
 * An axis with a title and light grid lines.
 *
 * @param title With its unit
 * @param rest Plotly's own fields, which replace these
 */
export function axis(title: string, rest: object = {}): Partial<LayoutAxis> {
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

/** Tick values of a logarithmic loss axis: 1, 2 and 5 in each decade. */
export const lossTicks: readonly number[] = [0.001, 0.01, 0.1, 1, 10]
  .flatMap((decade) => [decade, 2 * decade, 5 * decade]);

/** Tick values of a logarithmic axis of percents: 1, 2 and 5 in each decade. */
export const percentTicks: readonly number[] = [
  ...[0.1, 0.2, 0.5],
  ...[1, 2, 5],
  ...[10, 20, 50],
  100,
];

/**
 * The range of a logarithmic loss axis around all losses, its ends being
 * {@linkcode lossTicks}.
 *
 * @returns Both ends as base-10 logarithms, which is what plotly takes
 */
export function lossRange(losses: readonly number[]): [number, number] {
  const [lowest, highest] = [Math.min(...losses), Math.max(...losses)];
  const from = lossTicks.findLast((tick) => tick < lowest) ?? lowest;
  const to = lossTicks.find((tick) => tick > highest) ?? highest;
  return [Math.log10(from), Math.log10(to)];
}

/** An axis without line, ticks and grid, which only places things. */
export function hiddenAxis(rest: object = {}): Partial<LayoutAxis> {
  return {
    visible: false,
    showgrid: false,
    zeroline: false,
    fixedrange: true,
    ...rest,
  };
}
