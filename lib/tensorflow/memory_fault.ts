import { TensorFlowError } from "./ffi/status.ts";

/**
 * What TensorFlow and oneDNN say; oneDNN's status 1 is `dnnl_out_of_memory`. The
 * code of such an error may be any.
 */
const OF_TENSORFLOW =
  /\bOOM when\b|out of memory|failed to allocate|bad_alloc|Status: 1, message: /i;

/** What V8 says; a negative length is a fault of the program. */
const OF_JAVASCRIPT =
  /^(Array buffer allocation failed|Invalid (typed array|array buffer) length: \d|Invalid (array|string) length|(Map|Set) maximum size exceeded|WebAssembly\.Memory\(\): could not allocate)/;

/** Says in one line whose memory has run out; undefined for other errors. */
export function memoryFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const [fault] = error.message.split("\n");
  const ofTensorFlow = error instanceof TensorFlowError &&
    (error.code === "RESOURCE_EXHAUSTED" || OF_TENSORFLOW.test(error.message));
  if (ofTensorFlow) return `TensorFlow has no memory left: ${fault}`;
  return error instanceof RangeError && OF_JAVASCRIPT.test(fault)
    ? `JavaScript has no memory left: ${fault}`
    : undefined;
}
