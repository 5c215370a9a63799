/** Whether a pixel, counted row by row, lies at the edge of its picture. */
export function isOutermost(
  at: number,
  rows: number,
  columns: number,
): boolean {
  const column = at % columns;
  const row = (at - column) / columns;
  return row === 0 || row === rows - 1 || column === 0 ||
    column === columns - 1;
}
