import { RecordingError } from "../../backend/errors.ts";
import { tf } from "../../tfjs.ts";
import { type KernelCall, kernelFuncOf, type KernelResult } from "../kernel.ts";

/** The members of TensorFlow.js's CPU backend that are used here. */
interface CpuBackend extends tf.KernelBackend {
  /** Whether it will advise to use another backend. */
  firstUse: boolean;
  makeTensorInfo(
    shape: number[],
    dtype: tf.DataType,
    values: tf.backend_util.BackendValues,
  ): tf.TensorInfo;
  disposeIntermediateTensorInfo(info: tf.TensorInfo): void;
}

/** Runs TensorFlow.js's own kernel in JavaScript, on copies of the inputs. */
export function runInJavaScript(
  kernelName: string,
  { inputs, attrs, backend }: KernelCall,
): KernelResult {
  const cpu = tf.findBackend("cpu") as CpuBackend;
  cpu.firstUse = false;
  const copies: tf.TensorInfo[] = [];
  const copy = (input: tf.TensorInfo | tf.TensorInfo[]): unknown => {
    if (Array.isArray(input)) return input.map(copy);
    const { shape, dtype, dataId } = input;
    const values = readInput(kernelName, backend, dataId);
    const info = cpu.makeTensorInfo(shape, dtype, values);
    copies.push(info);
    return info;
  };
  try {
    const result = kernelFuncOf(kernelName, "cpu")({
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([name, input]) => [name, copy(input!)]),
      ) as KernelCall["inputs"],
      attrs,
      backend: cpu as never,
    });
    const bring = (output: tf.TensorInfo): tf.TensorInfo => {
      copies.push(output);
      const { shape, dtype, dataId } = output;
      const values = cpu.readSync(dataId);
      return { shape, dtype, dataId: backend.write(values, shape, dtype) };
    };
    return Array.isArray(result) ? result.map(bring) : bring(result);
  } finally {
    for (const info of copies) cpu.disposeIntermediateTensorInfo(info);
  }
}

function readInput(
  kernelName: string,
  backend: KernelCall["backend"],
  dataId: tf.DataId,
): tf.backend_util.BackendValues {
  try {
    return backend.readSync(dataId);
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    throw new RecordingError(
      `Cannot record ${kernelName}: the inputs that it reads must have values while recording: current value of one is unknown until the function is called; run it outside compile()`,
      { cause: error },
    );
  }
}
