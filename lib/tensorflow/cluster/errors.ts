/** A cluster can't be joined, or a task of it no longer answers. */
export class ClusterError extends Error {
  /** "ClusterError". */
  override name = "ClusterError";
}

/** A task of the cluster doesn't come, or no longer answers: all must start again. */
export class LostTaskError extends ClusterError {
  /** "LostTaskError". */
  override name = "LostTaskError";
}
