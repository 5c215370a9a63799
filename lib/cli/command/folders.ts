/** Where commands keep what they make, if `--out` names no other folder. @module */
import { join } from "node:path";

/** The project's folder. */
const PROJECT = import.meta.dirname === undefined
  ? "."
  : join(import.meta.dirname, "..", "..", "..");
/** `data` in the project's folder. */
const DATA = join(PROJECT, "data");

/** Runs of `deno task train`: `data/runs`. */
export function runsFolder(): string {
  return join(DATA, "runs");
}

/** Page of `deno task runs compare`: `data/comparison.html`. */
export function comparisonFile(): string {
  return join(DATA, "comparison.html");
}

/** Sweeps: `data/sweeps`. */
export function sweepsFolder(): string {
  return join(DATA, "sweeps");
}

/** Published results of sweeps: `sweeps/results`. */
export function sweepResultsFolder(): string {
  return join(PROJECT, "sweeps", "results");
}

/** The model that comes with the project: `data/model`. */
export function projectModelFolder(): string {
  return join(DATA, "model");
}

/** The teachers' runs, trained by `deno task sweep sweeps/teachers.json`. */
export function teachersFolder(): string {
  return join(sweepsFolder(), "teachers", "trials");
}

/** Answers of teachers, from `deno task teach`: `data/soft_targets`. */
export function softTargetsFolder(): string {
  return join(DATA, "soft_targets");
}

/** Pictures of `deno task find-rate`: `data/rates`. */
export function ratesFolder(): string {
  return join(DATA, "rates");
}

/** Networks in other formats, from `deno task export`: `data/exports`. */
export function exportsFolder(): string {
  return join(DATA, "exports");
}

/** The web site of `deno task site`: `data/site`. */
export function siteFolder(): string {
  return join(DATA, "site");
}
