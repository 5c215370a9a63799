/** Where commands keep what they make, if `--out` names no other folder. @module */
import { join } from "node:path";

/** `data` in the project's folder. */
const DATA = import.meta.dirname === undefined
  ? "data"
  : join(import.meta.dirname, "..", "..", "..", "data");

/** Runs of `deno task train`: `data/runs`. */
export function runsFolder(): string {
  return join(DATA, "runs");
}

/** Sweeps: `data/sweeps`. */
export function sweepsFolder(): string {
  return join(DATA, "sweeps");
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
