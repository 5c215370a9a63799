/** Settings that are compared by several runs each, one per seed. @module */
import type { TableData } from "../jupyter/tables.ts";
import type { Figure } from "../plots/figure.ts";
import { intervalFigure, lossCurves, lossPanels } from "../plots/mod.ts";
import type { EpochResult } from "./epoch_result.ts";

/** What one run of a setting came to. */
export interface ComparedRun {
  /** The training loss of each step. */
  readonly losses: readonly number[];
  /** One per epoch, with validation as their `test`; none if the run diverged. */
  readonly epochs: readonly EpochResult[];
}

/** The runs of each setting, by its name. */
export type Comparison = Readonly<Record<string, readonly ComparedRun[]>>;

/** The training loss at each step, on an axis that all comparisons share. */
export function compareCurves(
  runs: Comparison,
  { heading, like = [] }: {
    heading: string;
    /** The names of an earlier figure: a name keeps the colour it has there. */
    like?: readonly string[];
  },
): Figure {
  const places = [...new Set([...like, ...Object.keys(runs)])];
  const losses = Object.entries(runs)
    .map(([name, each]) => [name, each.map((run) => run.losses)]);
  return lossCurves(Object.fromEntries(losses), {
    heading,
    colourOf: (name) => places.indexOf(name),
    range: [0.1, 10],
  });
}

/**
 * The share of validation images that each run reads wrong after its last epoch, with
 * the mean and the range of a setting. Settings of which a run diverged are left out.
 */
export function compareErrors(runs: Comparison): Figure {
  const intervals = lastEpochs(runs).map(({ name, lasts }) => {
    const results = lasts.map(wrong);
    return { name, ...meanAndRange(results), results };
  });
  return intervalFigure(intervals, {
    heading: "Validation images read wrong",
    axisTitle: "%, logarithmic",
    logarithmic: [2, 100],
  });
}

/**
 * Losses and errors of the last epoch, each as its mean and range. Settings of which
 * a run diverged are left out.
 */
export function compareNumbers(runs: Comparison): TableData {
  return {
    headers: ["", "training loss", "validation loss", "validation, % wrong"],
    rows: lastEpochs(runs).map(({ name, lasts }) => [
      name,
      formatRange(lasts.map(({ trainLoss }) => trainLoss), 3),
      formatRange(lasts.map(({ testLoss }) => testLoss), 3),
      formatRange(lasts.map(wrong), 2),
    ]),
  };
}

/** Training and validation loss after each epoch, one panel per setting. */
export function comparePanels(runs: Comparison, heading: string): Figure {
  const panels = Object.entries(runs).map(([name, each]) => [
    name,
    each.map(({ epochs }) => ({
      training: epochs.map(({ trainLoss }) => trainLoss),
      validation: epochs.map(({ testLoss }) => testLoss),
    })),
  ]);
  return lossPanels(Object.fromEntries(panels), { heading });
}

/** A mean, with the range in brackets: `8.65 (5.25 to 11.15)`. */
export function formatRange(
  values: readonly number[],
  decimals: number,
): string {
  const { value, low, high } = meanAndRange(values);
  const [mean, from, to] = [value, low, high].map((x) => x.toFixed(decimals));
  return `${mean} (${from} to ${to})`;
}

function lastEpochs(runs: Comparison) {
  return Object.entries(runs)
    .filter(([, each]) => each.every(({ epochs }) => epochs.length > 0))
    .map(([name, each]) => ({
      name,
      lasts: each.map(({ epochs }) => epochs[epochs.length - 1]),
    }));
}

function wrong({ testCorrect, testCount }: EpochResult): number {
  return 100 * (1 - testCorrect / testCount);
}

function meanAndRange(values: readonly number[]) {
  const value = values.reduce((sum, one) => sum + one, 0) / values.length;
  return { value, low: Math.min(...values), high: Math.max(...values) };
}
