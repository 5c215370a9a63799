import type { tf } from "../tfjs.ts";
import { RecordingError } from "./errors.ts";
import type { OperationRecorder } from "./operation_recorder.ts";

/**
 * The values of a tensor of a recording, or of a variable, if they are known
 * before the function is called.
 *
 * @throws {RecordingError} if they are not.
 */
export function readRecorded(
  recorder: OperationRecorder,
  id: number,
): tf.backend_util.BackendValues {
  const isRecorded = recorder.has(id);
  const values = isRecorded && recorder.valuesOf(id);
  if (values) return values as tf.backend_util.BackendValues;
  const opName = isRecorded && recorder.opNameOf(id);
  const origin = !opName
    ? "a variable"
    : opName === "Placeholder"
    ? "an argument"
    : `the result of ${opName}`;
  throw new RecordingError(
    `Cannot record reading a value: dataSync(), arraySync(), print() and a branch on a value need a number, and ${origin} has none until the function is called; return the tensor and read it outside, or use tf.where`,
  );
}
