import { DType } from "../ffi/dtypes.ts";
import type { tf } from "../tfjs.ts";
import type { TensorMetadata } from "../eager/tensor_table.ts";
import type { Binding } from "./binding.ts";
import { cast } from "./casts.ts";

/** The members of the backend that are used here. */
interface Backend {
  readonly binding: Binding;
  getInputTensorIds(tensors: tf.TensorInfo[]): number[];
  createWideTensor(metadata: TensorMetadata): tf.Tensor;
}

/** What a SavedModel's signature says of a tensor. */
export type SavedModelTensor = Pick<tf.ModelTensorInfo, "name" | "tfDtype">;

/** Dtypes that TensorFlow.js passes as int32. */
const passedAsInt32: ReadonlyMap<string | undefined, number> = new Map([
  ["DT_UINT8", DType.UINT8],
  ["DT_INT64", DType.INT64],
]);

/**
 * Runs a loaded SavedModel. Where its signature asks int64 or uint8, int32
 * tensors are cast.
 */
export function runSavedModel(
  backend: Backend,
  id: number,
  inputs: readonly tf.Tensor[],
  infos: readonly SavedModelTensor[],
  outputNames: readonly string[],
): tf.Tensor[] {
  const { binding } = backend;
  const made: number[] = [];
  try {
    const ids = backend.getInputTensorIds([...inputs]).map((given, index) => {
      const dtype = passedAsInt32.get(infos[index]?.tfDtype);
      if (dtype === undefined || inputs[index].dtype !== "int32") return given;
      const { id } = cast(binding, given, DType.INT32, dtype);
      made.push(id);
      return id;
    });
    return binding.runSavedModel(
      id,
      ids,
      infos.map(({ name }) => name).join(","),
      outputNames.join(","),
    ).map((output) => backend.createWideTensor(output));
  } finally {
    for (const id of made) binding.deleteTensor(id);
  }
}
