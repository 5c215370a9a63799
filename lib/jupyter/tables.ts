/** Tables below a cell. @module */
import { display, settle } from "./kernel.ts";
import { escapeHtml } from "./plotly_html.ts";

/** A table of numbers and texts. */
export interface TableData {
  /** One per column. */
  readonly headers: readonly string[];
  /** Cells from left to right, as many as headers. */
  readonly rows: readonly (readonly (number | string)[])[];
}

/** Options of {@linkcode showTable}. */
export interface TableOptions {
  /** Decimals of fractional numbers. Default: 4. */
  readonly decimals?: number;
  /** Whether the first column stays in view when a wide table scrolls. Default: no. */
  readonly fixedFirstColumn?: boolean;
  /** Folds the table under this line; a click opens it. Default: not folded. */
  readonly fold?: string;
}

/** Shows a table, which scrolls sideways if it is wider than the page. */
export async function showTable(
  table: TableData,
  { decimals = 4, fixedFirstColumn = false, fold }: TableOptions = {},
): Promise<void> {
  const cells = table.rows.map((row) =>
    row.map((value) => cellText(value, decimals))
  );
  const html = htmlTable(table.headers, cells, fixedFirstColumn);
  await display({
    "text/plain": plainTable(table.headers, cells),
    "text/html": fold === undefined
      ? html
      : `<details><summary>${escapeHtml(fold)}</summary>${html}</details>`,
  });
  await settle();
}

function cellText(value: number | string, decimals: number): string {
  if (typeof value === "string") return value;
  if (Number.isInteger(value)) return String(value);
  const text = value.toFixed(decimals);
  // Rounding must not turn a small number into zero.
  return Number(text) === 0 ? value.toExponential(1) : text;
}

/** Stays at the left edge, opaque, in JupyterLab's colours where there are any. */
const fixed = "position:sticky;left:0;z-index:1;" +
  "background:var(--jp-layout-color0,#fff);" +
  "box-shadow:inset -1px 0 var(--jp-border-color1,#bdbdbd)";

function htmlTable(
  headers: readonly string[],
  cells: readonly (readonly string[])[],
  fixedFirstColumn: boolean,
): string {
  const style = fixedFirstColumn ? ` style="${fixed}"` : "";
  const line = (tag: "th" | "td", texts: readonly string[]) =>
    `<tr>${
      texts.map((text, column) =>
        `<${tag}${column === 0 ? style : ""}>${escapeHtml(text)}</${tag}>`
      ).join("")
    }</tr>`;
  return `<div style="overflow-x:auto"><table><thead>${
    line("th", headers)
  }</thead><tbody>${
    cells.map((row) => line("td", row)).join("")
  }</tbody></table></div>`;
}

function plainTable(
  headers: readonly string[],
  cells: readonly (readonly string[])[],
): string {
  const lines = [headers, ...cells];
  const widths = headers.map((_, column) =>
    Math.max(...lines.map((line) => line[column].length))
  );
  return lines.map((line) =>
    line.map((text, column) => text.padStart(widths[column])).join("  ")
  ).join("\n");
}
