/** Panels side by side in one figure, each with axes of its own. @module */

/** Where a panel lies, and how its axes are named. */
export interface PanelPlace {
  /** What plotly appends to the names of the panel's axes; nothing for the first. */
  readonly suffix: string;
  /** Its left and its right end, as shares of the figure's width. */
  readonly domain: readonly [left: number, right: number];
  /** Its middle, as a share of the figure's width. */
  readonly middle: number;
}

/**
 * The places of panels of the same width.
 *
 * @param gap Between two panels, as a share of the figure's width
 */
export function sideBySide(count: number, gap: number): PanelPlace[] {
  const width = (1 - gap * (count - 1)) / count;
  return Array.from({ length: count }, (_, k) => {
    const left = k * (width + gap);
    return {
      suffix: axisSuffix(k),
      domain: [left, left + width],
      middle: left + width / 2,
    };
  });
}

/** What plotly appends to the names of the axes of the k-th panel, from 0. */
export function axisSuffix(k: number): string {
  return k === 0 ? "" : String(k + 1);
}
