import type { TensorFlowBackend } from "../../backend/mod.ts";
import { tf } from "../../tfjs.ts";
import type { RecordedFunction } from "../tracing/record_function.ts";
import type { External } from "./external.ts";
import { ExternalNumber } from "./external_number.ts";
import { ExternalTensor } from "./external_tensor.ts";

/** What a recorded function reads from outside, and what it assigns there. */
export interface Externals {
  /** In the order of the function's captures. */
  readonly captures: readonly External[];
  /** In the order of its assigned variables. */
  readonly assigned: readonly ExternalTensor[];
}

/** Finds what stands outside for a function's captures and assignments. */
export function bindExternals(
  backend: TensorFlowBackend,
  { captures, assigned }: Pick<
    RecordedFunction<unknown>,
    "captures" | "assigned"
  >,
): Externals {
  const tensors = new Map<object, ExternalTensor>();
  // A variable that is read and assigned is looked up once
  const tensorOf = (from: tf.Variable | { readonly dataId: tf.DataId }) => {
    const tensor = tensors.get(from) ?? new ExternalTensor(backend, from);
    tensors.set(from, tensor);
    return tensor;
  };
  return {
    captures: captures.map(({ source }) => {
      if ("read" in source) return new ExternalNumber(backend, source.read);
      if (!(source instanceof tf.Variable)) backend.captured.add(source.dataId);
      return tensorOf(source);
    }),
    assigned: assigned.map(({ variable }) => tensorOf(variable)),
  };
}
