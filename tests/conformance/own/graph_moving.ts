import { tf } from "../../../lib/tensorflow/mod.ts";
import {
  flag,
  list,
  number,
  positive,
  real,
  type Row,
  T,
  text,
  type,
  whole,
} from "./graph_nodes.ts";

export const movingRows: readonly Row[] = [
  ["ResizeBilinear", [real(1, 3, 3, 1), whole([5, 4])], {
    ...T,
    align_corners: flag(false),
    half_pixel_centers: flag(true),
  }],
  ["ResizeNearestNeighbor", [real(1, 3, 3, 1), whole([5, 4])], {
    ...T,
    align_corners: flag(true),
    half_pixel_centers: flag(false),
  }],
  ["DepthToSpace", [real(1, 2, 2, 4)], {
    ...T,
    block_size: number(2),
    data_format: text("NHWC"),
  }],
  ["SpaceToBatchND", [
    real(1, 2, 4, 1),
    whole([1, 2]),
    whole([0, 0, 0, 0], [2, 2]),
  ], T],
  ["BatchToSpaceND", [
    real(2, 2, 2, 1),
    whole([1, 2]),
    whole([0, 0, 0, 0], [2, 2]),
  ], T],
  ["Reshape", [real(2, 3), whole([3, -1])], T],
  ["Transpose", [real(2, 3, 1), whole([2, 0, 1])], T],
  ["ExpandDims", [real(2, 3), whole([1], [])], T],
  ["Squeeze", [real(2, 1, 3)], { ...T, squeeze_dims: list(1) }],
  ["ConcatV2", [real(2, 1), real(2, 2), whole([1], [])], {
    ...T,
    N: number(2),
  }],
  ["Pack", [real(2, 2), positive(2, 2)], {
    ...T,
    N: number(2),
    axis: number(1),
  }],
  ["Unpack", [real(2, 3)], { ...T, num: number(3), axis: number(1) }, 3],
  ["Split", [whole([1], []), real(2, 4)], { ...T, num_split: number(2) }, 2],
  ["SplitV", [real(2, 4), whole([1, 3]), whole([1], [])], {
    ...T,
    num_split: number(2),
  }, 2],
  ["Slice", [real(3, 4), whole([1, 0]), whole([2, 3])], T],
  ["StridedSlice", [real(3, 4), whole([0, 1]), whole([3, 4]), whole([2, 1])], {
    ...T,
    begin_mask: number(1),
    end_mask: number(0),
    ellipsis_mask: number(0),
    new_axis_mask: number(0),
    shrink_axis_mask: number(0),
  }],
  ["GatherV2", [real(3, 4), whole([2, 0]), whole([0], [])], {
    ...T,
    batch_dims: number(0),
  }],
  ["GatherNd", [real(3, 4), whole([2, 0, 1, 1], [2, 2])], T],
  ["ScatterNd", [whole([2, 0], [2, 1]), real(2, 3), whole([4, 3])], T],
  ["Tile", [real(2, 3), whole([2, 1])], T],
  ["PadV2", [real(2, 3), whole([1, 0, 0, 2], [2, 2]), () => tf.scalar(2)], T],
  ["MirrorPad", [real(2, 3), whole([1, 0, 0, 2], [2, 2])], {
    ...T,
    mode: text("REFLECT"),
  }],
  ["ReverseV2", [real(2, 3), whole([1])], T],
  ["Cast", [real(4)], { SrcT: type("DT_FLOAT"), DstT: type("DT_INT32") }],
  ["Fill", [whole([2, 3]), () => tf.scalar(1.5)], T],
  ["Range", [whole([1], []), whole([9], []), whole([3], [])], {
    Tidx: type("DT_INT32"),
  }],
  ["OneHot", [
    whole([1, 0, 2]),
    whole([3], []),
    () => tf.scalar(2),
    () => tf.scalar(-1),
  ], {
    ...T,
    axis: number(-1),
  }],
  ["TopKV2", [real(2, 5), whole([2], [])], { ...T, sorted: flag(true) }, 2],
  ["Cumsum", [real(2, 4), whole([1], [])], {
    ...T,
    exclusive: flag(true),
    reverse: flag(false),
  }],
  ["BroadcastTo", [real(1, 3), whole([2, 3])], T],
  ["Bincount", [whole([1, 2, 1]), whole([4], []), real(3)], T],
];
