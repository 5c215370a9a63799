/** Epochs and steps on an axis, counted from 1. @module */
import type { LayoutAxis } from "plotly.js-dist";
import { axis } from "../theme.ts";

/** 1, 2, 3, …: the epoch, or the step, after which each value was measured. */
export function countedFromOne(values: readonly unknown[]): number[] {
  return values.map((_, k) => k + 1);
}

/**
 * An axis of whole epochs.
 *
 * @param rest Plotly's own fields
 */
export function epochAxis(epochs: number, rest: object): Partial<LayoutAxis> {
  return axis("epoch", {
    ...rest,
    range: [0.5, epochs + 0.5],
    ...(epochs <= 10 && { dtick: 1 }),
  });
}
