/**
 * Draws the figures of sweeps/README.md and bench/README.md from published results.
 *
 *     deno run --allow-read --allow-write=docs/images docs/images/result_figures.ts
 *
 * @module
 */
import { sampleStatistics } from "../../lib/evaluation/confidence_intervals.ts";
import type { SweepResults } from "../../lib/sweep/results.ts";
import { accuraciesOf } from "../../lib/sweep/table.ts";
import { colours } from "../../lib/plots/theme.ts";

const themes = {
  light: { text: "#1f2328", muted: "#59636e", rule: "#d1d9e0", ...colours },
  dark: {
    text: "#f0f6fc",
    muted: "#9198a1",
    rule: "#3d444d",
    ...colours,
    blue: colours.sky,
  },
};
type Theme = Readonly<Record<keyof typeof themes.light, string>>;

const width = 720;

for (const [name, theme] of Object.entries(themes)) {
  await save(`accuracy-${name}.svg`, await accuracyFigure(theme));
  await save(`speed-${name}.svg`, await speedFigure(theme));
}

function save(name: string, svg: string): Promise<void> {
  return Deno.writeTextFile(new URL(name, import.meta.url), svg);
}

/** Accuracy on the test set over the number of parameters, with intervals. */
async function accuracyFigure(theme: Theme): Promise<string> {
  const published: [sweep: string, variant: string, distilled: boolean][] = [
    ["scores_distilled", "distilled", true],
    ["scores_distilled_small", "distilled10k", true],
    ["scores_best", "best", false],
    ["scores_reference", "reference", false],
    ["scores_small", "under10k", false],
    ["scores_small", "under8k", false],
    ["scores_under6k", "under6k", false],
  ];
  // Where the label meets no other interval
  const toTheLeft = new Set(["distilled", "best", "under8k", "under6k"]);
  const x = (parameters: number) => 70 + (parameters - 5000) / 16_000 * 620;
  const y = (accuracy: number) => 350 - (accuracy - 99.35) / 0.4 * 290;
  const ticks = [99.4, 99.5, 99.6, 99.7].map((accuracy) =>
    line(70, y(accuracy), width - 30, y(accuracy), theme.rule) +
    text(62, y(accuracy) + 5, `${accuracy} %`, theme.muted, "end")
  );
  const counts = [6000, 10_000, 15_000, 20_000].map((count) =>
    text(x(count), 372, count.toLocaleString("en"), theme.muted, "middle")
  );
  const points = await Promise.all(
    published.map(async ([sweep, name, distilled]) => {
      const results: SweepResults = JSON.parse(
        await Deno.readTextFile(
          new URL(`../../sweeps/results/${sweep}.json`, import.meta.url),
        ),
      );
      const variant = results.variants.find((each) => each.name === name)!;
      const { mean, low, high } = sampleStatistics(
        accuraciesOf(variant, results),
      );
      const colour = distilled ? theme.vermillion : theme.blue;
      const at = x(variant.parameters);
      return line(at, y(low!), at, y(high!), colour, 3) +
        `<circle cx="${at}" cy="${y(mean)}" r="6" fill="${colour}"/>` +
        (toTheLeft.has(name)
          ? text(at - 12, y(mean) + 5, name, theme.text, "end")
          : text(at + 12, y(mean) + 5, name, theme.text));
    }),
  );
  return figure(
    408,
    "Accuracy on MNIST's test set over the number of parameters",
    [
      text(70, 28, "Accuracy on the test set, mean of the seeds", theme.text),
      text(70, 50, "learned from labels", theme.blue),
      text(230, 50, "learned from larger networks", theme.vermillion),
      ...ticks,
      ...counts,
      text(width - 30, 396, "trainable parameters", theme.muted, "end"),
      ...points,
    ],
  );
}

/** Steps a second of the table in bench/README.md. */
async function speedFigure(theme: Theme): Promise<string> {
  const page = await Deno.readTextFile(
    new URL("../../bench/README.md", import.meta.url),
  );
  const rows = [...page.matchAll(/^\| ([^|]+?) +\| (\d+\.\d) +\| \d/gm)]
    .map(([, name, speed]) => ({ name, speed: Number(speed) }))
    .sort((a, b) => b.speed - a.speed);
  const fastest = rows[0].speed;
  return figure(40 + 34 * rows.length + 10, "Training steps a second", [
    text(20, 26, "Training steps a second, batch 32, two cores", theme.text),
    ...rows.map(({ name, speed }, index) => {
      const top = 42 + 34 * index;
      const ours = name.startsWith("recorded");
      const length = 330 * speed / fastest;
      return text(320, top + 19, name, theme.text, "end") +
        `<rect x="332" y="${top}" width="${length}" height="26" rx="3" fill="${
          ours ? theme.blue : theme.muted
        }"/>` +
        text(332 + length + 8, top + 19, speed.toFixed(0), theme.text);
    }),
  ]);
}

function figure(height: number, title: string, parts: string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Inter, system-ui, sans-serif" font-size="15">
<title>${title}</title>
${parts.join("\n")}
</svg>
`;
}

function line(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  colour: string,
  thickness = 1,
): string {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}" stroke-width="${thickness}"/>`;
}

function text(
  x: number,
  y: number,
  content: string,
  colour: string,
  anchor = "start",
): string {
  return `<text x="${x}" y="${y}" fill="${colour}" text-anchor="${anchor}">${content}</text>`;
}
