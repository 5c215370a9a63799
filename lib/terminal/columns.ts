/**
 * A table for the terminal: columns two spaces apart, each as wide as its longest cell.
 *
 * @param rows The headings first.
 * @param right The columns that are aligned to the right, from 0.
 * @returns Lines without spaces at their ends.
 */
export function columns(
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row.map((cell, column) =>
      right.includes(column)
        ? cell.padStart(widths[column])
        : cell.padEnd(widths[column])
    ).join("  ").trimEnd()
  );
}
