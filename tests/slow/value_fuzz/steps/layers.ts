import { tf } from "../../../../lib/tensorflow/mod.ts";
import type { Draw } from "../../operation_fuzz/draw.ts";
import { type Maker, type Step, step } from "../pool.ts";
import { weights } from "./products.ts";

type Layer = (draw: Draw, x: number, shape: readonly number[]) => Step;
const as = (x: tf.Tensor) => x as tf.Tensor4D;
const pads = ["same", "valid"] as const;

/**
 * The cpu backend's gradient of avgPool divides by the pixels outside of the image,
 * too; those of resizing mix up height and width, and forget half-pixel centres.
 */
const wrongOnCpu = (made: Step): Step => ({ ...made, isWrongOnCpu: true });

const layers: readonly Layer[] = [
  (draw, x, [, height, width, channels]) => {
    const [rows, columns] = [
      draw.whole(1, Math.min(3, height)),
      draw.whole(1, Math.min(3, width)),
    ];
    const [stride, pad, outputs] = [
      draw.whole(1, 2),
      draw.pick(pads),
      draw.whole(1, 3),
    ];
    return step(
      "conv2d",
      [x],
      [rows, columns, outputs, stride, pad],
      (x) =>
        tf.conv2d(
          as(x),
          as(weights(rows, columns, channels, outputs)),
          stride,
          pad,
        ),
    );
  },
  (draw, x, [, height, width, channels]) => {
    const [rows, columns] = [
      draw.whole(1, Math.min(2, height)),
      draw.whole(1, Math.min(2, width)),
    ];
    const pad = draw.pick(pads);
    return step(
      "depthwiseConv2d",
      [x],
      [rows, columns, pad],
      (x) =>
        tf.depthwiseConv2d(
          as(x),
          as(weights(rows, columns, channels, 2)),
          1,
          pad,
        ),
    );
  },
  ...(["maxPool", "avgPool"] as const).map(
    (name): Layer => (draw, x, [, height, width]) => {
      const size: [number, number] = [
        draw.whole(1, Math.min(3, height)),
        draw.whole(1, Math.min(3, width)),
      ];
      const [stride, pad] = [draw.whole(1, 2), draw.pick(pads)];
      const made = step(
        name,
        [x],
        [size, stride, pad],
        (x) => tf[name](as(x), size, stride, pad),
      );
      return name === "avgPool" ? wrongOnCpu(made) : made;
    },
  ),
  ...(["resizeBilinear", "resizeNearestNeighbor"] as const).map(
    (name): Layer => (draw, x) => {
      const size: [number, number] = [draw.whole(1, 5), draw.whole(1, 5)];
      const [align, half] = draw.pick([[false, false], [true, false], [
        false,
        true,
      ]]);
      return wrongOnCpu(
        step(
          `image.${name}`,
          [x],
          [size, align, half],
          (x) => tf.image[name](as(x), size, align, half),
        ),
      );
    },
  ),
  (_, x, shape) =>
    step("batchNorm", [x], [], (x) => {
      const size = shape.at(-1)!;
      return tf.batchNorm(
        x,
        weights(size) as tf.Tensor1D,
        tf.abs(weights(size)).add(0.5) as tf.Tensor1D,
        weights(size) as tf.Tensor1D,
        weights(size) as tf.Tensor1D,
        0.01,
      );
    }),
  (draw, x) => {
    const radius = draw.whole(1, 2);
    return step(
      "localResponseNormalization",
      [x],
      [radius],
      (x) => tf.localResponseNormalization(as(x), radius, 1, 0.5, 0.6),
    );
  },
  (_, x) =>
    step("image.flipLeftRight", [x], [], (x) => tf.image.flipLeftRight(as(x))),
  (draw, x) => {
    const angle = draw.whole(-20, 20) / 7;
    return step(
      "image.rotateWithOffset",
      [x],
      [angle],
      (x) => tf.image.rotateWithOffset(as(x), angle, 0.3),
    );
  },
  (draw, x) => {
    const pads = [[0, 0], [0, 0]];
    const block = [draw.whole(1, 2), 1];
    return step(
      "spaceToBatchND",
      [x],
      [block],
      (x) => tf.spaceToBatchND(tf.concat([x, x], 1), block, pads),
    );
  },
];

const layer: Maker = (draw, pool) => {
  const x = pool.real(4);
  return x === undefined
    ? undefined
    : draw.pick(layers)(draw, x, pool.values[x].shape);
};

export const layerSteps: readonly Maker[] = [layer, layer];
