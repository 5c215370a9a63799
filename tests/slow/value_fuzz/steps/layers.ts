import { tf } from "../../../../lib/tensorflow/mod.ts";
import type { Draw } from "../../operation_fuzz/draw.ts";
import { type Maker, type Step, step } from "../pool.ts";

/** A filter of fixed numbers. */
const weights = (...shape: number[]) =>
  tf.reshape(
    tf.sin(tf.mul(tf.range(1, tf.util.sizeFromShape(shape) + 1), 1.7)),
    shape,
  );

const product: Maker = (draw, pool) => {
  const a = pool.real(2, 3);
  if (a === undefined) return undefined;
  const { shape } = pool.values[a];
  const b = pool.pick((value) =>
    value.dtype === "float32" && value.shape.length >= 2 &&
    value.shape.length <= 3 && value.shape.at(-2) === shape.at(-1) &&
    (value.shape.length === 2 || shape.length === 2 ||
      value.shape[0] === shape[0] || value.shape[0] === 1 || shape[0] === 1)
  );
  if (b !== undefined) {
    return step("matMul", [a, b], [], (a, b) => tf.matMul(a, b));
  }
  return draw.flag()
    ? step("matMul with itself", [a], [], (a) => tf.matMul(a, a, false, true))
    : step(
      "einsum",
      [a],
      ["...ij,...kj->...ik"],
      (a) => tf.einsum(shape.length === 2 ? "ij,kj->ik" : "bij,bkj->bik", a, a),
    );
};

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

const dense: Maker = (draw, pool) => {
  const x = pool.real(2);
  if (x === undefined) return undefined;
  const { shape } = pool.values[x];
  const activation = draw.pick(["linear", "relu", "elu", "sigmoid"] as const);
  return step(
    "fused.matMul",
    [x],
    [activation],
    (x) =>
      tf.fused.matMul({
        a: x,
        b: weights(shape[1], 3),
        bias: weights(3),
        activation,
      }),
  );
};

const spectrum: Maker = (draw, pool) => {
  const x = pool.real(1, 2);
  if (x === undefined) return undefined;
  const part = draw.pick(["real", "imag", "abs"] as const);
  return step(
    `${part}(fft(x))`,
    [x],
    [],
    (x) => tf[part](tf.spectral.fft(tf.complex(x, tf.mul(x, 0.5)))),
  );
};

export const layerSteps: readonly Maker[] = [
  product,
  layer,
  layer,
  dense,
  spectrum,
];
