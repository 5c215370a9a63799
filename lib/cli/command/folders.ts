import { join } from "node:path";

/** Where runs are kept: `data/runs` of this project. */
export function runsFolder(): string {
  const { dirname } = import.meta;
  return dirname ? join(dirname, "..", "..", "data", "runs") : "data/runs";
}

/** Where sweeps are kept: `data/sweeps` of this project. */
export function sweepsFolder(): string {
  return join(runsFolder(), "..", "sweeps");
}

/** Where runs to learn from are looked for: those of `sweeps/teachers.json`. */
export function teachersFolder(): string {
  return join(sweepsFolder(), "teachers", "trials");
}

/** Where `deno task teach` keeps what teachers answer: `data/soft_targets`. */
export function softTargetsFolder(): string {
  return join(runsFolder(), "..", "soft_targets");
}

/** Where pictures of searches for a learning rate are kept: `data/rates`. */
export function ratesFolder(): string {
  return join(runsFolder(), "..", "rates");
}
