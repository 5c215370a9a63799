import type { LeftOut } from "./left_out.ts";
import type { Outcome } from "./outcome.ts";

/** A run measured against what is left out of it. */
export interface Verdict {
  readonly passed: number;
  /** Failed as expected. */
  readonly leftOut: number;
  /** Disabled in the package. */
  readonly pending: number;
  /** Failed though not left out. */
  readonly failed: readonly Outcome[];
  /** Left out, though they pass or are not there. */
  readonly unneeded: readonly string[];
  /** Left TensorFlow handles behind. */
  readonly leaking: readonly Outcome[];
}

/**
 * Judges a run. Where several specs have one name, all are left out or none,
 * and one that fails is enough for that.
 */
export function judge(
  outcomes: readonly Outcome[],
  leftOut: readonly LeftOut[],
): Verdict {
  const names = new Set(leftOut.flatMap(({ specs }) => specs));
  const failures = outcomes.filter(({ status }) => status === "failed");
  const expected = failures.filter(({ name }) => names.has(name));
  const needed = new Set(expected.map(({ name }) => name));
  const count = (status: Outcome["status"]) =>
    outcomes.filter((outcome) => outcome.status === status).length;
  return {
    passed: count("passed"),
    leftOut: expected.length,
    pending: count("pending"),
    failed: failures.filter(({ name }) => !names.has(name)),
    unneeded: [...names].filter((name) => !needed.has(name)),
    leaking: outcomes.filter(({ leakedHandles }) => leakedHandles > 0),
  };
}

/** Whether nothing is wrong. */
export function isClean({ failed, unneeded, leaking }: Verdict): boolean {
  return failed.length === 0 && unneeded.length === 0 && leaking.length === 0;
}

/** What is wrong, a line each. */
export function complaints(verdict: Verdict): string[] {
  return [
    ...verdict.failed.map(({ name, messages }) =>
      `failed: ${name}: ${messages.join("; ")}`
    ),
    ...verdict.unneeded.map((name) =>
      `left out, but it passes or is not there: ${name}`
    ),
    ...verdict.leaking.map(({ name, leakedHandles }) =>
      `leaked ${leakedHandles} handles: ${name}`
    ),
  ];
}
