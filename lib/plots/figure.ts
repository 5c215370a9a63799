/** What every plot function returns. @module */
import type { Data, Layout } from "plotly.js-dist";

/**
 * A plotly figure as a plain object, with a sentence that says what is seen.
 *
 * `layout.width` and `layout.height` are always set, in CSS pixels, so that
 * the live plot and its picture have the same shape.
 */
export interface Figure {
  readonly data: Data[];
  readonly layout: Partial<Layout> & { width: number; height: number };
  /** For readers who do not see the figure. */
  readonly alt: string;
}
