/** How TensorFlow runs a recorded function. */
export interface RecordingOptions {
  /** Compiles the graph with XLA. Default false. */
  readonly xla?: boolean;
  /**
   * Lets TensorFlow compute convolutions, matrix products and the operations
   * between them in bfloat16, which has float32's range and 8 bits of
   * precision. Variables, arguments and results stay float32. It pays off where
   * channels are multiples of 16, and needs a processor with bfloat16
   * instructions; others are refused. "emulated" computes on those too, about
   * 12 times slower than in float32. Default false.
   */
  readonly bfloat16?: boolean | "emulated";
}

/** How a function is registered. */
export interface NamedFunctionOptions extends RecordingOptions {
  /**
   * Whether a line says so if it was never disposed, but collected as garbage.
   * Default true.
   */
  readonly warnsIfAbandoned?: boolean;
  /** Names it in a message; by default the function's name. */
  readonly label?: string;
}

/** Above so many nodes, the first call takes several seconds. */
const MANY_NODES = 8000;

/** Says so on stderr if a recording's first call will be long. */
export function sayIfLong(label: string, nodeCount: number): void {
  if (nodeCount <= MANY_NODES) return;
  console.warn(
    `Recorded ${label}: ${
      nodeCount.toLocaleString("en")
    } operations, so its first call takes several seconds; later calls are fast`,
  );
}
