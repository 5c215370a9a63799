import type { TableEntry } from "../../eager/tensor_table.ts";
import type { tf } from "../../tfjs.ts";

/** A value in TensorFlow, or one that it is about to compute. */
export type TensorValue = Pick<TableEntry, "handle" | "version">;

/** A value that a recorded function uses from outside. */
export interface External {
  /** The variable; undefined if it is anything else. */
  readonly variable: tf.Variable | undefined;
  /**
   * The current value.
   *
   * @throws {Error} if it was disposed.
   */
  readonly value: TensorValue;
  /** Whether it can be read. */
  readonly isAlive: boolean;
}
