import type { Attribute } from "../op_definitions/attributes.ts";
import { elementCount } from "../ffi/dtypes.ts";
import { checkShape, MAX_RANK } from "../ffi/shape.ts";

/** The part of an input that its checks need. */
interface Input {
  readonly shape: readonly number[];
}

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

/** An input's rank. */
const rankOf = (inputs: readonly Input[], index = 0): number =>
  inputs[index]?.shape.length ?? 0;
/** The length of an input that lists the output's sizes. */
const sizesOf = (index: number) => (inputs: readonly Input[]): number =>
  inputs[index].shape[0] ?? 0;
const oneMore = (inputs: readonly Input[]): number => rankOf(inputs) + 1;

/**
 * The output's rank for operations whose output may have more axes than an input.
 * TensorFlow's kernels end the process on more axes than a tensor can have. In a
 * graph, the recorder checks each output's shape.
 */
const outputRanks = new Map<
  string,
  (inputs: readonly Input[], attributes: readonly Attribute[]) => number
>([
  ["BroadcastTo", sizesOf(1)],
  ["Diag", (inputs) => 2 * rankOf(inputs)],
  ["ExpandDims", oneMore],
  ["Fill", sizesOf(0)],
  ["GatherNd", (inputs) => {
    const coordinates = inputs[1].shape.at(-1) ?? 0;
    return rankOf(inputs) - coordinates + rankOf(inputs, 1) - 1;
  }],
  ["GatherV2", (inputs, attributes) => {
    const batchDims = attributes.find(({ name }) => name === "batch_dims");
    return rankOf(inputs) - 1 + rankOf(inputs, 1) -
      Number(batchDims?.value ?? 0);
  }],
  ["OneHot", oneMore],
  ["Pack", oneMore],
  ["Reshape", sizesOf(1)],
  ["ScatterNd", sizesOf(2)],
  ["SparseToDense", sizesOf(1)],
  ["StatelessRandomNormal", sizesOf(0)],
  ["StatelessRandomUniform", sizesOf(0)],
  ["StatelessTruncatedNormal", sizesOf(0)],
  ["StridedSlice", (inputs, attributes) => {
    const mask = attributes.find(({ name }) => name === "new_axis_mask");
    return rankOf(inputs) +
      Number(mask?.value ?? 0).toString(2).replaceAll("0", "").length;
  }],
  ["UnsortedSegmentSum", oneMore],
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
  inputs: readonly Input[],
  read: (index: number) => ArrayLike<unknown>,
  describe: () => string,
): void {
  const rank = outputRanks.get(name)?.(inputs, attributes);
  if (rank !== undefined && rank > MAX_RANK) {
    throw new RangeError(
      `Cannot ${describe()}: its output must have at most ${MAX_RANK} axes: current count is ${rank}`,
    );
  }
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
  const axes = rankOf(inputs, required.length - 1);
  for (const { name: window, value } of attributes) {
    const length = (value as readonly unknown[]).length;
    if (!windows.has(window) || length === axes) continue;
    throw new RangeError(
      `Cannot ${describe()}: attribute "${window}" must have ${axes} numbers: current count is ${length}`,
    );
  }
}
