/** How many tests passed and failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Adds up what a task says of its tests: `deno test` in its last line
 * ("… | 300 passed | 0 failed …"), conformance of two suites in one line
 * ("… 4218 passed, 0 failed, …; … 901 passed, 0 failed, …").
 *
 * @param output Without colors.
 */
export function countTests(output: string): Counts {
  let [passed, failed] = [0, 0];
  for (const line of output.split("\n")) {
    if (!/\| \d+ passed |specs on TensorFlow/.test(line)) continue;
    const counts = line.matchAll(
      /(\d+) passed(?: \(\d+ steps?\))?\W+(\d+) failed/g,
    );
    for (const [, p, f] of counts) {
      passed += Number(p);
      failed += Number(f);
    }
  }
  return { passed, failed };
}
