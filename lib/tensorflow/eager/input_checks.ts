import type { Attribute } from "../op_definitions/attributes.ts";
import { elementCount } from "../ffi/dtypes.ts";
import { checkShape } from "../ffi/shape.ts";

/** What an input must be: a tensor of a rank, or the sizes of one as values. */
type Requirement = { readonly rank: number } | {
  readonly sizes: number;
  /** The most elements that the sizes may describe. */
  readonly most?: number;
};

const image: Requirement = { rank: 4 };
const imageSizes: Requirement = { sizes: 4 };
/** oneDNN doesn't check whether there is memory for a filter's gradient. */
const filterSizes: Requirement = { sizes: 4, most: 2 ** 31 };
const volume: Requirement = { rank: 5 };
const volumeSizes: Requirement = { sizes: 5 };

/**
 * Operations whose TensorFlow kernels don't check their inputs and end the
 * process on wrong ones. In a graph, shape inference checks them.
 */
const requirements: ReadonlyMap<string, readonly Requirement[]> = new Map([
  ["AvgPoolGrad", [imageSizes, image]],
  ["AvgPool3DGrad", [volumeSizes, volume]],
  ["Conv2D", [image, image]],
  ["Conv2DBackpropFilter", [image, filterSizes, image]],
  ["Conv2DBackpropInput", [imageSizes, image, image]],
  ["Conv3D", [volume, volume]],
  ["Conv3DBackpropFilterV2", [volume, volumeSizes, volume]],
  ["Conv3DBackpropInputV2", [volumeSizes, volume, volume]],
  ["DepthwiseConv2dNative", [image, image]],
  ["DepthwiseConv2dNativeBackpropFilter", [image, filterSizes, image]],
  ["DepthwiseConv2dNativeBackpropInput", [imageSizes, image, image]],
  ["_FusedConv2D", [image, image]],
  ["_FusedDepthwiseConv2dNative", [image, image]],
]);

/** Attributes with one number per axis. */
const windows: ReadonlySet<string> = new Set(["ksize", "strides", "dilations"]);

/**
 * Checks the inputs and windows of an operation if TensorFlow's kernel doesn't.
 *
 * @param read Reads the values of the input at an index.
 * @param describe Describes the call, for the message.
 * @throws {RangeError} if a rank, sizes given as values, or the length of a
 * window is wrong.
 */
export function checkInputs(
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly { readonly shape: readonly number[] }[],
  read: (index: number) => ArrayLike<unknown>,
  describe: () => string,
): void {
  const required = requirements.get(name);
  if (!required) return;
  required.forEach((requirement, index) => {
    const { shape } = inputs[index];
    const fits = "rank" in requirement
      ? shape.length === requirement.rank
      : shape.length === 1 && shape[0] === requirement.sizes;
    if (!fits) {
      throw new RangeError(
        `Cannot ${describe()}: input ${index + 1} must have ${
          "rank" in requirement
            ? `rank ${requirement.rank}`
            : `shape [${requirement.sizes}]`
        }: current shape is [${shape}]`,
      );
    }
    if ("sizes" in requirement) {
      const sizes = Array.from(read(index), Number);
      checkShape(describe(), sizes);
      const { most = Infinity } = requirement;
      if (elementCount(sizes) > most) {
        throw new RangeError(
          `Cannot ${describe()}: input ${
            index + 1
          } must describe at most ${most} elements: current value is [${sizes}]`,
        );
      }
    }
  });
  // The last input has as many axes as each window
  const rank = inputs[required.length - 1].shape.length;
  for (const { name: window, value } of attributes) {
    const length = (value as readonly unknown[]).length;
    if (!windows.has(window) || length === rank) continue;
    throw new RangeError(
      `Cannot ${describe()}: attribute "${window}" must have ${rank} numbers: current count is ${length}`,
    );
  }
}
