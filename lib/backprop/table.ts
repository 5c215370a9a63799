/** Training as a table, one column per quantity, as in a spreadsheet. @module */
import type { TrainingRow } from "./training.ts";
import { weightNames } from "./network.ts";

/** A column of the table. */
export interface Column {
  /** The quantity's name in the formulas. */
  readonly header: string;
  /** The quantity's value in a row. */
  readonly value: (row: TrainingRow) => number;
}

/**
 * The columns from left to right, in the order of the computation: targets and
 * inputs, weights, activations, errors, gradients.
 */
export const columns: readonly Column[] = [
  { header: "t1", value: (row) => row.example.t1 },
  { header: "t2", value: (row) => row.example.t2 },
  { header: "i1", value: (row) => row.example.i1 },
  { header: "i2", value: (row) => row.example.i2 },
  ...weightNames.slice(0, 4).map((name) => ({
    header: name,
    value: (row: TrainingRow) => row.weights[name],
  })),
  { header: "h1", value: (row) => row.activations.h1 },
  { header: "a_h1", value: (row) => row.activations.a_h1 },
  { header: "h2", value: (row) => row.activations.h2 },
  { header: "a_h2", value: (row) => row.activations.a_h2 },
  ...weightNames.slice(4).map((name) => ({
    header: name,
    value: (row: TrainingRow) => row.weights[name],
  })),
  { header: "o1", value: (row) => row.activations.o1 },
  { header: "a_o1", value: (row) => row.activations.a_o1 },
  { header: "o2", value: (row) => row.activations.o2 },
  { header: "a_o2", value: (row) => row.activations.a_o2 },
  { header: "E1", value: (row) => row.errors.E1 },
  { header: "E2", value: (row) => row.errors.E2 },
  { header: "E", value: (row) => row.errors.E },
  ...weightNames.map((name) => ({
    header: `∂E/∂${name}`,
    value: (row: TrainingRow) => row.gradients[name],
  })),
];

/** A table of numbers. */
export interface Table {
  /** One per column. */
  readonly headers: readonly string[];
  /** `[rows][columns]` */
  readonly rows: readonly (readonly number[])[];
}

/** Training rows as a table whose first column is the iteration. */
export function trainingTable(rows: readonly TrainingRow[]): Table {
  return {
    headers: ["iteration", ...columns.map((column) => column.header)],
    rows: rows.map((row) => [
      row.iteration,
      ...columns.map((column) => column.value(row)),
    ]),
  };
}
