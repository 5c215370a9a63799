/** The type that every plot function returns. @module */
import type { Data, Layout } from "plotly.js-dist";

/**
 * A plotly figure as a plain object, with a text alternative.
 *
 * `layout.width` and `layout.height` are always set, in CSS pixels, so that
 * the live plot and its PNG have the same shape.
 */
export interface Figure {
  /** Plotly traces, drawn in this order. */
  readonly data: Data[];
  /** Axes, titles, shapes and annotations. */
  readonly layout: Partial<Layout> & { width: number; height: number };
  /** What the figure shows, in words: for screen readers and terminals. */
  readonly alt: string;
}
