import {
  escapeHtml,
  figureHtml,
  loaderHtml,
} from "../../jupyter/plotly_html.ts";
import { runCurves } from "../../plots/curves/run_curves.ts";
import type { ListedRun } from "../../runs/list.ts";
import { curvesOf, type RunComparison } from "./compare.ts";
import {
  CAVEAT,
  differenceLines,
  type ReportTable,
  runsTable,
  settingsTable,
} from "./report.ts";

const STYLE = `
  :root { color-scheme: light; }
  body { font: 15px/1.5 Inter, system-ui, sans-serif; color: #262626; background: #fff;
    max-width: 1240px; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
  .wide { overflow-x: auto; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
  th, td { padding: .3rem .7rem; border-bottom: 1px solid #d9d9d9; text-align: left;
    white-space: nowrap; }
  .right { text-align: right; }
`;

/**
 * A comparison as one HTML page that needs nothing else: plotly is inside (0.7 MB).
 *
 * @param runs Those that were compared, in their order.
 */
export async function comparisonPage(
  comparison: RunComparison,
  runs: readonly ListedRun[],
): Promise<string> {
  const sets = new Set(comparison.runs.map(({ set }) => set));
  const figure = runCurves(curvesOf(runs), {
    heading: "Epoch by epoch",
    set: [...sets].join(" or "),
  });
  const differences = differenceLines(comparison)
    .map((line) => `<li>${escapeHtml(line)}</li>`).join("\n");
  const { settings } = comparison;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(`${runs.length} runs compared`)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
${await loaderHtml()}
</head>
<body>
<main>
<h1>${runs.length} runs compared</h1>
<div class="wide" tabindex="0" role="region" aria-label="Curves">
${figureHtml(figure, "curves", undefined, "group")}
</div>
<h2>Results</h2>
${tableHtml(runsTable(comparison), "Results")}
<h2>Differences</h2>
<ul>
${differences}
</ul>
<p>${CAVEAT}</p>
<h2>Settings that differ</h2>
${
    settings.length === 0
      ? "<p>None.</p>"
      : tableHtml(settingsTable(comparison), "Settings")
  }
</main>
</body>
</html>
`;
}

function tableHtml(
  { headings, rows, right }: ReportTable,
  label: string,
): string {
  const cell = (tag: string, text: string, column: number) =>
    `<${tag}${right.includes(column) ? ' class="right"' : ""}>${
      escapeHtml(text)
    }</${tag.split(" ")[0]}>`;
  const head = headings.map((text, k) => cell('th scope="col"', text, k));
  const body = rows.map((row) =>
    `<tr>${
      row.map((text, k) => cell(k === 0 ? 'th scope="row"' : "td", text, k))
        .join("")
    }</tr>`
  );
  return `<div class="wide" tabindex="0" role="region" aria-label="${label}">
<table>
<thead><tr>${head.join("")}</tr></thead>
<tbody>
${body.join("\n")}
</tbody>
</table>
</div>`;
}
