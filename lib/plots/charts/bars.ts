/** Bar charts: class counts, pixel values, comparisons. @module */
import { errorBars } from "../error_bars.ts";
import type { Figure } from "../figure.ts";
import { requireSome } from "../require_some.ts";
import { axis, baseLayout, colours, palette } from "../theme.ts";

/**
 * Draws the number of images of each class, one colour per data set.
 *
 * @param sets Counts by class, `[classes]`, by the name of the set
 * @param options.names The names of the classes. Default: digits
 */
export function classCountsFigure(
  sets: Readonly<Record<string, readonly number[]>>,
  { names }: { readonly names?: readonly string[] } = {},
): Figure {
  const entries = Object.entries(sets);
  const nameOf = (label: number) => names?.[label] ?? label;
  const one = names ? "class" : "digit";
  return {
    data: entries.map(([name, counts], k) => ({
      type: "bar",
      name,
      x: counts.map((_, label) => nameOf(label)),
      y: [...counts],
      marker: { color: palette[k % palette.length] },
      hovertemplate: `${one} %{x}: %{y} images`,
    })),
    layout: baseLayout({
      heading: `Images of each ${one}`,
      height: 320,
      barmode: "group",
      bargap: 0.25,
      xaxis: axis(one, {
        ...(names ? { type: "category" } : { dtick: 1 }),
        ticks: "",
      }),
      yaxis: axis("number of images"),
    }),
    alt: entries.map(([name, counts]) =>
      `${name}: ${
        counts.map((count, label) => `${nameOf(label)} ${count}`).join(", ")
      }`
    ).join("; "),
  };
}

/**
 * Draws the number of pixels of each grey value, on a logarithmic axis.
 *
 * @param counts Pixels by grey value, `[256]`
 */
export function pixelHistogram(counts: readonly number[]): Figure {
  return {
    data: [{
      type: "bar",
      x: counts.map((_, value) => value),
      y: [...counts],
      marker: { color: colours.blue, line: { width: 0 } },
      hovertemplate: "value %{x}: %{y} pixels<extra></extra>",
    }],
    layout: baseLayout({
      heading: "Pixel values",
      height: 320,
      bargap: 0,
      xaxis: axis("grey value, 0 paper to 255 ink", {
        tickvals: [0, 32, 64, 96, 128, 160, 192, 224, 255],
      }),
      yaxis: axis("number of pixels", { type: "log", dtick: 1 }),
    }),
    alt: `Number of pixels of each grey value: ${counts[0]} are 0, ` +
      `${counts[255]} are 255`,
  };
}

/** A measured quantity and its spread. */
export interface Measured {
  /** Stands beside the bar. */
  readonly name: string;
  /** For example the median of several measurements. */
  readonly value: number;
  /** The smallest measurement. */
  readonly low?: number;
  /** The largest measurement. */
  readonly high?: number;
}

/**
 * Draws measured quantities as horizontal bars with their spread as whiskers.
 * Each shows its value and its ratio to the first.
 *
 * @throws {RangeError} If `measured` is empty
 */
export function comparison(
  measured: readonly Measured[],
  { heading, axisTitle }: { heading: string; axisTitle: string },
): Figure {
  requireSome(measured, "a comparison of values");
  const first = measured[0].value;
  // Leaves room on the right for the numbers, which stand beside the bars.
  const farthest = Math.max(
    ...measured.map(({ value, high }) => high ?? value),
  );
  return {
    data: [{
      type: "bar",
      orientation: "h",
      x: measured.map(({ value }) => value),
      y: measured.map(({ name }) => name),
      marker: { color: palette[0] },
      error_x: errorBars({
        above: measured.map(({ value, high }) => (high ?? value) - value),
        below: measured.map(({ value, low }) => value - (low ?? value)),
      }, { color: colours.black, thickness: 1.2 }),
      hovertemplate: "%{y}: %{x:.4g}<extra></extra>",
    }],
    layout: baseLayout({
      heading,
      height: 120 + 44 * measured.length,
      xaxis: axis(axisTitle, { range: [0, 1.2 * farthest] }),
      yaxis: {
        autorange: "reversed",
        automargin: true,
        ticks: "outside",
        tickcolor: "rgba(0, 0, 0, 0)",
      },
      showlegend: false,
      annotations: measured.map(({ name, value, high }) => ({
        x: high ?? value,
        y: name,
        xanchor: "left",
        xshift: 6,
        text: `${value.toPrecision(3)} (×${(value / first).toFixed(1)})`,
        showarrow: false,
      })),
    }),
    alt: `${heading}: ${
      measured.map(({ name, value }) => `${name} ${value.toPrecision(3)}`)
        .join(", ")
    }`,
  };
}
