import type { ReadValues, Values } from "../eager/host_tensor.ts";
import type { TensorMetadata } from "../eager/tensor_table.ts";
import type { Attribute } from "../op_definitions/attributes.ts";
import type { tf } from "../tfjs.ts";

/** Takes the backend's operations while a function is recorded. */
export interface OperationRecorder {
  /** Adds a constant to the graph and returns its tensor number. */
  constant(shape: number[], dtype: number, values: Values): number;
  /** Adds an operation to the graph and describes its outputs. */
  execute(
    name: string,
    attributes: Attribute[],
    inputIds: number[],
    outputCount: number,
  ): TensorMetadata[];
  /** Whether the tensor with this number belongs to the recording. */
  has(id: number): boolean;
  /** The type of the operation that computes a tensor, for messages. */
  opNameOf(id: number): string;
  /** A tensor's shape. */
  shapeOf(id: number): readonly number[];
  /** Forgets a tensor. */
  delete(id: number): void;
  /** The number of the graph input that stands for data from outside. */
  capture(
    dataId: tf.DataId,
    shape: readonly number[],
    dtype: number,
    read: () => Values,
  ): number;
  /** Whether it is the data of a variable, which may change between calls. */
  isVariable(dataId: tf.DataId): boolean;
  /**
   * The values of a tensor of the recording, if it is computed of constants and
   * tensors from outside alone.
   */
  valuesOf(id: number): ReadValues | undefined;
  /**
   * Runs a function in which a number stands for another that is read anew at
   * each call: a constant of that value, or of its negative, becomes an input
   * of the graph.
   *
   * @param standIn A float32 that no other constant has.
   * @param owner Identifies the input.
   * @param read Receives how many calls have begun before the one that it is for,
   * and are not finished.
   */
  withLiveNumber<Result>(
    standIn: number,
    owner: object,
    read: (ahead: number) => number,
    fn: () => Result,
  ): Result;
  /** The number of the next random key, int32 [2], fresh at each call. */
  nextKey(): number;
  /**
   * @throws {RecordingError} if the current operation drew its values in
   * JavaScript.
   */
  refuseDrawnInJavaScript(): void;
  /**
   * Runs a function whose tensors from `tf.keep()` are no state: whatever is left
   * of them is made anew before it is read.
   */
  allowKept<Result>(fn: () => Result): Result;
  /** Has a function called after each call of the recording. */
  afterEachCall(effect: () => void): void;
  /**
   * Runs a function that draws numbers in JavaScript by a seed: they are the same
   * at each call.
   */
  allowDrawnInJavaScript<Result>(fn: () => Result): Result;
  /** Runs a function that splits the batch itself, without splitting again. */
  withoutSplitting<Result>(fn: () => Result): Result;
}
