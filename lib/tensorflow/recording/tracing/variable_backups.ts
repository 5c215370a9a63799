import type { TensorFlowBackend } from "../../backend/mod.ts";
import { tf } from "../../tfjs.ts";

/** A variable's value before recording. */
export interface VariableBackup {
  readonly variable: tf.Variable;
  readonly dataId: tf.DataId;
  /** Keeps the data alive. */
  readonly value: tf.Tensor;
}

/**
 * Backs up every variable, so that assignments made while recording can be
 * undone. A variable that shares its data with another tensor first gets data
 * of its own, which then tells whether the variable or the tensor is read.
 */
export function backUpVariables(
  backend: TensorFlowBackend,
): VariableBackup[] {
  const variables = Object.values(tf.engine().registeredVariables);
  return variables.map((variable) => {
    if (backend.refCount(variable.dataId) > 1) {
      const copy = tf.tensor(
        variable.dataSync(),
        variable.shape,
        variable.dtype,
      );
      variable.assign(copy);
      copy.dispose();
    }
    const value = tf.tidy(() => tf.keep(variable.clone()));
    return { variable, dataId: variable.dataId, value };
  });
}

/** Gives every variable its value from before. */
export function restoreVariables(backups: readonly VariableBackup[]): void {
  for (const { variable, dataId, value } of backups) {
    if (!variable.isDisposed && variable.dataId !== dataId) {
      variable.assign(value);
    }
    value.dispose();
  }
}
