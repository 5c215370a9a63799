import type { RunIdentity } from "../../training/checkpoints/run_identity.ts";

/** What the flags require of the run; a field that is missing matches any run. */
export interface ResumeFilter {
  readonly name?: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly patience?: number;
  readonly precision?: string;
}

/** The first field of the filter that a run fails, in words. */
export function mismatch(
  filter: ResumeFilter,
  recipe: RunIdentity["recipe"],
): string | undefined {
  const flags = {
    name: "--recipe",
    epochs: "--epochs",
    batchSize: "--batch-size",
    seed: "--seed",
    patience: "--patience",
    precision: "--bfloat16",
  } as const;
  const has = { ...recipe, patience: recipe.earlyStopping?.patience };
  for (const field of Object.keys(flags) as (keyof typeof flags)[]) {
    const required = filter[field];
    if (required !== undefined && required !== has[field]) {
      return `${flags[field]} must be the run's, ${
        has[field] ?? "none"
      }: current value is ${required}`;
    }
  }
}
