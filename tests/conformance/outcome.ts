/** What became of a spec. */
export interface Outcome {
  /** Suites and spec in one line, as jasmine names it. */
  readonly name: string;
  /** Pending: disabled in the package itself. */
  readonly status: "passed" | "failed" | "pending";
  /** Of the expectations that failed. */
  readonly messages: readonly string[];
  /** How many times it took gradients. */
  readonly gradients: number;
  /** How many functions it recorded to take them. */
  readonly recordings: number;
  /** TensorFlow handles that nothing in TensorFlow.js holds any more. */
  readonly leakedHandles: number;
}
