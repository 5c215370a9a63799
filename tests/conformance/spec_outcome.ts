/** The result of a spec. */
export interface SpecOutcome {
  /** Jasmine's name: the suites and the spec in one line. */
  readonly name: string;
  /** A pending spec is disabled in the package. */
  readonly status: "passed" | "failed" | "pending";
  /** The messages of failed expectations. */
  readonly messages: readonly string[];
  /** How many times it took gradients. */
  readonly gradients: number;
  /** How many recordings it made for them. */
  readonly recordings: number;
  /** How many TensorFlow handles no tensor of TensorFlow.js owns any more. */
  readonly leakedHandles: number;
}
