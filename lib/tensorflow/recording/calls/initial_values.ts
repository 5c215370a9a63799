import type { TensorFlowBackend } from "../../backend/mod.ts";
import { DType, elementCount } from "../../ffi/dtypes.ts";
import { randomState, setRandomState } from "../../random/seed.ts";
import type { RecordedFunction } from "../tracing/record_function.ts";
import type { External, TensorValue } from "./external.ts";
import type { Handles } from "./named_function.ts";

/** Computes the values of the captures, and runs the function that takes them. */
type Run = (captures: Pick<TensorValue, "handle">[]) => Handles;

/**
 * Gives the variables that a function created their initial values.
 *
 * @param captures What stands outside for the function's captures.
 * @param run Computes the initial values.
 */
export function initializeVariables(
  backend: TensorFlowBackend,
  recorded: Pick<RecordedFunction<unknown>, "captures" | "created">,
  captures: readonly External[],
  run: Run,
): void {
  const { created } = recorded;
  const { tensors } = backend.binding;
  // Op by op the first call would draw these random numbers, so it draws them
  // again
  const random = randomState();
  const uninitialized = new Set(created.map(({ variable }) => variable));
  // No initial value depends on these variables, but the graph has inputs for
  // them: zeros of the right shape will do
  const zeros: number[] = [];
  try {
    const values = captures.map((capture, index) => {
      if (!capture.variable || !uninitialized.has(capture.variable)) {
        return capture.value;
      }
      const { shape, dtype } = recorded.captures[index].symbolic;
      const zero = dtype === DType.STRING ? "" : 0;
      const list = new Array(elementCount(shape)).fill(zero);
      const id = tensors.create(shape, dtype, list);
      zeros.push(id);
      return tensors.get(id);
    });
    const handles = run(values);
    created.forEach(({ variable, value: { shape, dtype } }, index) => {
      const id = tensors.adopt(handles[index], shape, dtype);
      const value = backend.createOutputTensor({ id, shape, dtype });
      variable.assign(value);
      value.dispose();
    });
  } finally {
    zeros.forEach((id) => tensors.delete(id));
    setRandomState(random);
  }
}
