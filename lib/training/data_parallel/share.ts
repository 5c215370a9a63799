import { cluster, tf } from "../../tensorflow/mod.ts";

/** How a step's work is shared out among the tasks of a cluster. */
export type StepShare = {
  /** This task's part of the batch, from 0 to 1. */
  readonly weight: tf.Scalar;
  /** How many images the whole batch has. */
  readonly batch: tf.Scalar;
  /** 1 if this task is asked to end, otherwise 0. */
  readonly stop: tf.Scalar;
};

/** The images of a batch that one task learns from. */
export interface OwnImages {
  readonly indices: Int32Array<ArrayBuffer>;
  /** How many of them count: none, if the batch has fewer images than tasks. */
  readonly count: number;
}

/**
 * One task's part of a batch: as even as possible, in order. A task that is left
 * without an image gets one that doesn't count, because nothing can be computed from
 * none.
 */
export function ownImages(
  indices: Int32Array<ArrayBuffer>,
  { rank, size }: Pick<cluster.Cluster, "rank" | "size">,
): OwnImages {
  const at = (task: number) => Math.floor(task * indices.length / size);
  const own = indices.subarray(at(rank), at(rank + 1));
  if (own.length > 0) return { indices: own, count: own.length };
  return { indices: indices.subarray(0, 1), count: 0 };
}

/** The tensors that tell a step about its share. */
export function stepShare(
  { length: batch }: Int32Array,
  { count }: OwnImages,
  stop: boolean,
): StepShare {
  return {
    weight: tf.scalar(count / batch),
    batch: tf.scalar(batch),
    stop: tf.scalar(stop ? 1 : 0),
  };
}
