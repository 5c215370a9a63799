import type { Exclusion } from "./exclusions.ts";
import type { SpecOutcome } from "./spec_outcome.ts";

/** A run compared with its exclusions. */
export interface Verdict {
  readonly passed: number;
  /** How many excluded specs failed. */
  readonly excluded: number;
  /** How many are disabled in the package. */
  readonly pending: number;
  /** Specs that failed without being excluded. */
  readonly failed: readonly SpecOutcome[];
  /** Excluded specs that pass or don't exist. */
  readonly unneededExclusions: readonly string[];
  /** Specs that leaked TensorFlow handles. */
  readonly leaking: readonly SpecOutcome[];
}

/**
 * Compares a run with its exclusions. An exclusion counts for all specs of its
 * name, and is needed if at least one of them fails.
 */
export function judge(
  outcomes: readonly SpecOutcome[],
  exclusions: readonly Exclusion[],
): Verdict {
  const names = new Set(exclusions.flatMap(({ specs }) => specs));
  const failures = outcomes.filter(({ status }) => status === "failed");
  const expected = failures.filter(({ name }) => names.has(name));
  const needed = new Set(expected.map(({ name }) => name));
  const count = (status: SpecOutcome["status"]) =>
    outcomes.filter((outcome) => outcome.status === status).length;
  return {
    passed: count("passed"),
    excluded: expected.length,
    pending: count("pending"),
    failed: failures.filter(({ name }) => !names.has(name)),
    unneededExclusions: [...names].filter((name) => !needed.has(name)),
    leaking: outcomes.filter(({ leakedHandles }) => leakedHandles > 0),
  };
}

/** Whether the run has no complaints. */
export function isClean(
  { failed, unneededExclusions, leaking }: Verdict,
): boolean {
  return failed.length === 0 && unneededExclusions.length === 0 &&
    leaking.length === 0;
}

/** One line per complaint. */
export function complaints(verdict: Verdict): string[] {
  return [
    ...verdict.failed.map(({ name, messages }) =>
      `failed: ${name}: ${messages.join("; ")}`
    ),
    ...verdict.unneededExclusions.map((name) =>
      `left out, but it passes or is not there: ${name}`
    ),
    ...verdict.leaking.map(({ name, leakedHandles }) =>
      `leaked ${leakedHandles} handles: ${name}`
    ),
  ];
}
