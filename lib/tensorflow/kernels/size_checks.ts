import type { tf } from "../tfjs.ts";
import { type KernelCall, type KernelFunc, newKernel } from "./kernel.ts";

/** Attributes of TensorFlow.js's kernels that are sizes, counts or positions. */
const sizeAttributes: ReadonlySet<string> = new Set([
  ...["axis", "batchDims", "begin", "beginMask", "blockShape", "blockSize"],
  ...["cropSize", "crops", "depth", "depthRadius", "dilations", "dim", "dims"],
  ...["ellipsisMask", "end", "endMask", "filterShape", "filterSize"],
  ...[
    "inputShape",
    "k",
    "maxOutputSize",
    "newAxisMask",
    "num",
    "numOrSizeSplits",
  ],
  ...["numSamples", "numSegments", "outputShape", "pad", "paddings", "perm"],
  ...["reductionIndices", "reps", "shape", "shrinkAxisMask", "size", "strides"],
]);

/** From here on a number wraps when it is written as an int32. */
const LIMIT = 2 ** 31;

/**
 * Makes a kernel refuse sizes, counts and positions that int32 can't hold:
 * TensorFlow gets them as int32 tensors, in which 2^32 + 1 would be 1.
 */
export function checkSizes(
  { kernelName, kernelFunc }: tf.KernelConfig,
): tf.KernelConfig {
  return newKernel(kernelName, (call) => {
    requireInt32(kernelName, call);
    return (kernelFunc as unknown as KernelFunc)(call);
  });
}

/** @throws {RangeError} if a size doesn't fit in an int32. */
function requireInt32(kernelName: string, { attrs }: KernelCall): void {
  for (const name in attrs) {
    if (!sizeAttributes.has(name)) continue;
    const wrong = tooLarge(attrs[name]);
    if (wrong === undefined) continue;
    throw new RangeError(
      `Cannot run ${kernelName}: ${name} must be from -${LIMIT} to ${
        LIMIT - 1
      }: current value is ${wrong}`,
    );
  }
}

/** The first number that doesn't fit in a number, a list, or a list of lists. */
function tooLarge(value: unknown): number | undefined {
  if (typeof value === "number") {
    return value < LIMIT && value >= -LIMIT ? undefined : value;
  }
  if (!Array.isArray(value)) return undefined;
  for (const one of value) {
    const wrong = tooLarge(one);
    if (wrong !== undefined) return wrong;
  }
}
