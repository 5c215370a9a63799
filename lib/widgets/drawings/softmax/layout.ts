/** What the softmax widget shows, and where it lies. @module */

/** What the widget starts with. */
export interface SoftmaxData {
  /** `[classes]`. */
  readonly logits: readonly number[];
  /** A name for each class. */
  readonly labels: readonly string[];
  /** T. */
  readonly temperature: number;
  /** The index of the right class, if there is one. */
  readonly target?: number;
}

/** What the controls set. */
export type SoftmaxState = Pick<SoftmaxData, "logits" | "temperature">;

/** The ends of the sliders, −limit and limit: at least 10. */
export function logitLimit(logits: readonly number[]): number {
  return Math.max(10, Math.ceil(Math.max(...logits.map(Math.abs))));
}

/** Where the parts of each class lie, in CSS pixels. */
export interface SoftmaxLayout {
  /** Whether a class has two lines. */
  readonly isNarrow: boolean;
  readonly width: number;
  readonly rowTop: (row: number) => number;
  readonly height: number;
  /** Left end and length of a logit's track; its middle line is at `trackY`. */
  readonly track: readonly [number, number];
  readonly trackY: (row: number) => number;
  /** Left end and length of a probability's track. */
  readonly bar: readonly [number, number];
  readonly barY: (row: number) => number;
}

const top = 72;

/** Two lines for each class where the width is small. */
export function softmaxLayout(
  { labels, target }: SoftmaxData,
  width: number,
): SoftmaxLayout {
  const isNarrow = width < 520;
  const rowHeight = isNarrow ? 56 : 32;
  const rowTop = (row: number) => top + row * rowHeight;
  const left = 20 + Math.min(
    isNarrow ? 60 : 110,
    8 * Math.max(...labels.map((label) => label.length)),
  );
  const last = target === undefined ? 52 : 112;
  const right = width - last;
  const middle = left + (right - left) * 0.5;
  return {
    isNarrow,
    width,
    rowTop,
    height: rowTop(labels.length) + (target === undefined ? 8 : 36),
    track: isNarrow
      ? [left + 10, width - left - 70]
      : [left + 10, middle - left - 76],
    trackY: (row) => rowTop(row) + 16,
    bar: isNarrow ? [left + 10, right - left - 10] : [middle, right - middle],
    barY: (row) => rowTop(row) + (isNarrow ? 40 : 16),
  };
}
