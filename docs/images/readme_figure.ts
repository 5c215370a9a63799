/**
 * Draws the README's figure from a trained network: three test digits, what
 * three layers make of them, and the network's answers.
 *
 *     deno run --allow-read --allow-write=docs/images --allow-env --allow-ffi \
 *       --allow-sys docs/images/readme_figure.ts data/runs/RUN/last
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { encode } from "fast-png";
import { CLASS_COUNT, COLUMNS, pixelsOf, ROWS } from "../../lib/data/digits.ts";
import { loadDigits } from "../../lib/data/mod.ts";
import {
  confidences,
  Evaluator,
  featureMaps,
  type Grid,
  mistakes,
} from "../../lib/evaluation/mod.ts";
import { loadModel } from "../../lib/model/files/model_folder.ts";
import { Rasterizer } from "../../lib/plots/render/rasterizer.ts";
import { colours } from "../../lib/plots/theme.ts";
import { init } from "../../lib/tensorflow/mod.ts";

/** Colours; text and background are those of GitHub's own pages. */
interface Theme {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly ink: string;
  readonly right: string;
  readonly wrong: string;
}

const themes: Readonly<Record<string, Theme>> = {
  light: {
    background: "#ffffff",
    text: "#1f2328",
    muted: "#59636e",
    ink: "#000000",
    right: colours.blue,
    wrong: colours.vermillion,
  },
  dark: {
    background: "#0d1117",
    text: "#f0f6fc",
    muted: "#9198a1",
    ink: "#ffffff",
    right: colours.sky,
    wrong: colours.orange,
  },
};

/** A row of the figure. */
interface Row {
  readonly digit: Grid;
  /** Four maps of each layer, `[layers][4]`. */
  readonly maps: readonly (readonly Grid[])[];
  /** The network's, by digit: `[10]`, from 0 to 1. */
  readonly probabilities: readonly number[];
  readonly label: number;
}

const layers = ["relu1", "relu3", "relu5"];
const mapsPerLayer = 4;

// In CSS pixels; a phone shows the figure at 0.4 times its size.
const side = 104;
const gap = 4;
const columns = [16, 152, 288, 424];
const bars = { left: 560, step: 23, width: 19, height: 62 };
const rowTops = [52, 188, 324];
const size = { width: 800, height: 448 };

const rows = await rowsOf(Deno.args[0]);
const rasterizer = await Rasterizer.load();
for (const [name, theme] of Object.entries(themes)) {
  const png = rasterizer.png(figure(rows, theme), 1.5);
  await Deno.writeFile(new URL(`readme-${name}.png`, import.meta.url), png);
}

/** The most confident right answer, the least confident one, and the most confident mistake. */
async function rowsOf(folder: string): Promise<Row[]> {
  await init();
  const { test } = await loadDigits();
  const { model, info } = await loadModel(folder);
  using evaluator = new Evaluator(model, info.normalization);
  const evaluation = await evaluator.evaluate(test);
  const confidence = confidences(evaluation);
  const right = [...confidence.keys()]
    .filter((index) => evaluation.predictions[index] === test.labels[index])
    .sort((a, b) => confidence[b] - confidence[a]);
  const [mistake] = mistakes(evaluation, test.labels);
  const indices = [right[0], right.at(-1)!, mistake.index];
  const answers = indices.map((index) => {
    const pixels = pixelsOf(test, index);
    const digit = {
      rows: ROWS,
      columns: COLUMNS,
      values: Float32Array.from(pixels),
    };
    return {
      digit,
      all: featureMaps(model, pixels, info.normalization, layers),
      probabilities: Array.from(
        evaluation.logProbabilities.subarray(
          CLASS_COUNT * index,
          CLASS_COUNT * (index + 1),
        ),
        Math.exp,
      ),
      label: test.labels[index],
    };
  });
  // The same channels in every row: those that vary most within these digits
  const shown = layers.map((_, layer) => {
    const spreads = answers[0].all[layer].maps.map((_, channel) =>
      Math.min(...answers.map(({ all }) => spread(all[layer].maps[channel])))
    );
    return [...spreads.keys()].sort((a, b) => spreads[b] - spreads[a])
      .slice(0, mapsPerLayer).sort((a, b) => a - b);
  });
  return answers.map(({ all, ...row }) => ({
    ...row,
    maps: all.map(({ maps }, layer) => shown[layer].map((k) => maps[k])),
  }));
}

/** The standard deviation of a map's values. */
function spread({ values }: Grid): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / values.length);
}

/** The figure as SVG. */
function figure(rows: readonly Row[], theme: Theme): string {
  const titles = ["digit", "layer 1", "layer 3", "layer 5"].map((title, k) =>
    text(title, columns[k] + side / 2, 32, theme.muted, "middle")
  );
  return `<svg xmlns="http://www.w3.org/2000/svg"
    width="${size.width}" height="${size.height}" font-family="Inter"
    font-size="22">
    <rect width="100%" height="100%" fill="${theme.background}"/>
    ${titles.join("")}
    ${text("answer", bars.left, 32, theme.muted)}
    ${rows.map((row, k) => rowOf(row, rowTops[k], theme)).join("")}
  </svg>`;
}

function rowOf(row: Row, top: number, theme: Theme): string {
  const { digit, maps, probabilities, label } = row;
  const half = (side - gap) / 2;
  const answer = probabilities.indexOf(Math.max(...probabilities));
  const colour = answer === label ? theme.right : theme.wrong;
  const percent = (Math.floor(1000 * probabilities[answer]) / 10).toFixed(1);
  return [
    tile(digit, columns[0], top, side, theme.ink),
    ...maps.flatMap((layer, at) =>
      layer.map((map, k) =>
        tile(
          map,
          columns[at + 1] + (k % 2) * (half + gap),
          top + Math.floor(k / 2) * (half + gap),
          half,
          theme.right,
        )
      )
    ),
    ...columns.map((left) => {
      const [x, y] = [left + side + 12, top + side / 2];
      return `<path d="M${x} ${y - 7}l7 7l-7 7" fill="none"
        stroke="${theme.muted}" stroke-width="2.5"/>`;
    }),
    text(
      `<tspan font-weight="600" fill="${colour}">${answer}</tspan>` +
        `<tspan dx="10">${percent} %</tspan>` +
        (answer === label ? "" : `<tspan dx="10">labelled ${label}</tspan>`),
      bars.left,
      top + 17,
      theme.text,
    ),
    ...probabilities.map((probability, k) => {
      const x = bars.left + k * bars.step;
      const bottom = top + 26 + bars.height - 8;
      const height = Math.max(1.5, (bars.height - 8) * probability);
      return `<rect x="${x}" y="${bottom - height}" width="${bars.width}"
        height="${height}" fill="${k === answer ? colour : theme.muted}"/>` +
        text(
          String(k),
          x + bars.width / 2,
          bottom + 22,
          k === answer ? colour : theme.muted,
          "middle",
        );
    }),
  ].join("");
}

function text(
  content: string,
  x: number,
  y: number,
  fill: string,
  anchor = "start",
): string {
  return `<text x="${x}" y="${y}" fill="${fill}" text-anchor="${anchor}">${content}</text>`;
}

/** Values of at least 0 as a tile of one colour, more opaque for larger ones. */
function tile(
  { rows, columns, values }: Grid,
  x: number,
  y: number,
  size: number,
  colour: string,
): string {
  const rgb = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const largest = Math.max(...values) || 1;
  const data = Uint8Array.from(
    Array.from(values).flatMap((value) => [...rgb, 255 * value / largest]),
  );
  const png = encode({ width: columns, height: rows, data, channels: 4 });
  const source = Buffer.from(png).toString("base64");
  const place = `x="${x}" y="${y}" width="${size}" height="${size}"`;
  return `<rect ${place} fill="${colour}" opacity="0.07"/>
    <image ${place} image-rendering="optimizeSpeed"
      href="data:image/png;base64,${source}"/>`;
}
