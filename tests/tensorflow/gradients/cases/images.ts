import { tf } from "../../../../lib/tensorflow/mod.ts";
import { as, type GradientCase, image, values } from "./support.ts";

export const imageCases: readonly GradientCase[] = [
  ...[[false, false], [true, false], [false, true]].flatMap((
    [align, half],
  ): GradientCase[] => [
    [
      `image.resizeBilinear, align corners ${align}, half-pixel ${half}`,
      (x) => tf.image.resizeBilinear(as<tf.Rank.R4>(x), [5, 9], align, half),
      () => [values(1, 3, 4, 2)],
    ],
    [
      `image.resizeNearestNeighbor, align corners ${align}, half-pixel ${half}`,
      (x) =>
        tf.image.resizeNearestNeighbor(
          as<tf.Rank.R4>(x),
          [5, 3],
          align,
          half,
        ),
      () => [values(1, 3, 4, 2)],
    ],
  ]),
  ["image.cropAndResize, by the image", (x) =>
    tf.image.cropAndResize(
      as<tf.Rank.R4>(x),
      tf.tensor2d([[0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1]]),
      tf.tensor1d([0, 0], "int32"),
      [3, 4],
    ), () => [image()]],
  ["image.cropAndResize, by the boxes", (boxes) =>
    tf.image.cropAndResize(
      as<tf.Rank.R4>(image()),
      as<tf.Rank.R2>(boxes),
      tf.tensor1d([0], "int32"),
      [3, 2],
    ), () => [tf.tensor2d([[0.13, 0.21, 0.77, 0.87]])]],
  [
    "image.grayscaleToRGB",
    (x) => tf.image.grayscaleToRGB(as<tf.Rank.R3>(x)),
    () => [values(2, 3, 1)],
  ],
  [
    "image.rgbToGrayscale",
    (x) => tf.image.rgbToGrayscale(as<tf.Rank.R3>(x)),
    () => [values(2, 2, 3)],
  ],
  [
    "image.rotateWithOffset",
    (x) => tf.image.rotateWithOffset(as<tf.Rank.R4>(x), 0.7, 0.5, [0.3, 0.6]),
    () => [
      values(2, 4, 5, 2),
    ],
  ],
  ...(["nearest", "bilinear"] as const).flatMap((interpolation) =>
    (["constant", "reflect", "wrap", "nearest"] as const).map((
      fill,
    ): GradientCase => [
      `image.transform, ${interpolation}, filled: ${fill}`,
      (x) =>
        tf.image.transform(
          as<tf.Rank.R4>(x),
          tf.tensor2d([
            [1.2, 0.3, -1.1, -0.2, 0.9, 0.6, 0.01, 0.02],
            [0.7, -0.4, 2.3, 0.5, 1.4, -3.7, 0, -0.01],
          ]),
          interpolation,
          fill,
          0.3,
          [5, 4],
        ),
      () => [values(2, 4, 5, 2)],
    ])
  ),
];
