/** A cluster can't be joined, or a task of it no longer answers. */
export class ClusterError extends Error {
  /** "ClusterError". */
  override name = "ClusterError";
}
