/** Tables of numbers below a cell. @module */
import { display, settle } from "./kernel.ts";
import { escapeHtml } from "./plotly_html.ts";

/** What stands in a table. */
export interface TableData {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly (number | string)[])[];
}

/** How numbers are written. */
export interface TableOptions {
  /** Decimals of numbers that are not whole. Default: 4. */
  readonly decimals?: number;
}

/** Shows a table that scrolls sideways where it is wider than the page. */
export async function showTable(
  table: TableData,
  { decimals = 4 }: TableOptions = {},
): Promise<void> {
  const cells = table.rows.map((row) =>
    row.map((value) => cellText(value, decimals))
  );
  await display({
    "text/plain": plainTable(table.headers, cells),
    "text/html": htmlTable(table.headers, cells),
  });
  await settle();
}

function cellText(value: number | string, decimals: number): string {
  if (typeof value === "string") return value;
  if (Number.isInteger(value)) return String(value);
  const text = value.toFixed(decimals);
  // A number too small for its decimals is not zero.
  return Number(text) === 0 ? value.toExponential(1) : text;
}

function htmlTable(
  headers: readonly string[],
  cells: readonly (readonly string[])[],
): string {
  const line = (tag: "th" | "td", texts: readonly string[]) =>
    `<tr>${
      texts.map((text) => `<${tag}>${escapeHtml(text)}</${tag}>`).join("")
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
