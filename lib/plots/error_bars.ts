/** Error bars, whose two sides may differ. @module */

/** Error bars for plotly's `error_x` and `error_y`. */
export interface ErrorBars {
  readonly type: "data";
  readonly symmetric: false;
  readonly array: number[];
  readonly arrayminus: number[];
  readonly color: string;
  readonly thickness: number;
}

/**
 * Error bars of several values.
 *
 * @param lengths.above From each value to the upper end of its bar
 * @param lengths.below From each value to the lower end of its bar
 */
export function errorBars(
  { above, below }: { above: number[]; below: number[] },
  { color, thickness }: { color: string; thickness: number },
): ErrorBars {
  return {
    type: "data",
    symmetric: false,
    array: above,
    arrayminus: below,
    color,
    thickness,
  };
}
