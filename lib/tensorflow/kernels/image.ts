import { AttrType } from "../ffi/dtypes.ts";
import { runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import {
  type KernelCall,
  newKernel,
  typeAttribute,
  wrapKernel,
} from "./kernel.ts";

/**
 * From here on the position of a pixel in the box overflows float32, in images of
 * up to 2^30 pixels. Such a pixel is outside of the image anyway.
 */
const FARTHEST = 2 ** 90;

/**
 * tf.image.cropAndResize. TensorFlow's kernel reads outside of the image, which
 * ends the process, where the position of a pixel is NaN: for a box with NaN, and
 * where infinities cancel out. Crops of a box with NaN are NaN here.
 */
export function cropAndResize(): tf.KernelConfig {
  return wrapKernel("CropAndResize", (call, stock) => {
    const { image, boxes } = call.inputs as {
      image: tf.Tensor4D;
      boxes: tf.Tensor2D;
    };
    const { cropSize: [height, width] } = call.attrs as {
      cropSize: [number, number];
    };
    const shape = [boxes.shape[0], height, width, image.shape[3]];
    if (shape.includes(0)) return tf.zeros(shape);
    return tf.tidy(() => {
      const undefinedBoxes = tf.isNaN(boxes);
      const safe = tf.clipByValue(
        tf.where(undefinedBoxes, tf.zerosLike(boxes), boxes),
        -FARTHEST,
        FARTHEST,
      );
      const crops = stock({ ...call, inputs: { ...call.inputs, boxes: safe } });
      return tf.where(
        tf.reshape(tf.any(undefinedBoxes, 1), [-1, 1, 1, 1]),
        NaN,
        crops as tf.Tensor4D,
      );
    });
  });
}

/** tf.image.transform. */
export const transform: tf.KernelConfig = newKernel(
  "Transform",
  ({ inputs, attrs }) => {
    const { image, transforms } = inputs as Record<string, tf.Tensor4D>;
    const { interpolation, fillMode, fillValue, outputShape } = attrs as {
      interpolation: string;
      fillMode: string;
      fillValue: number;
      outputShape?: [number, number];
    };
    const [, height, width] = image.shape;
    return tf.tidy(() =>
      runOperation("ImageProjectiveTransformV3", [
        typeAttribute("dtype", image.dtype),
        {
          name: "interpolation",
          type: AttrType.STRING,
          value: interpolation.toUpperCase(),
        },
        {
          name: "fill_mode",
          type: AttrType.STRING,
          value: fillMode.toUpperCase(),
        },
      ], [
        image,
        transforms,
        tf.tensor1d(outputShape ?? [height, width], "int32"),
        tf.scalar(fillValue, "float32"),
      ])
    );
  },
);

interface ResizeAttributes {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

/**
 * The gradients of tf.image.resizeBilinear and resizeNearestNeighbor. Those of
 * tfjs-node ignore half-pixel centres.
 */
export function resizeGradients(): tf.KernelConfig[] {
  return [
    newKernel("ResizeBilinearGrad", (call) => {
      const { images, dy } = call.inputs as Record<string, tf.Tensor>;
      return tf.tidy(() =>
        runOperation("ResizeBilinearGrad", resizeAttributes(call, "float32"), [
          dy,
          tf.cast(images, "float32"),
        ])
      );
    }),
    newKernel("ResizeNearestNeighborGrad", (call) => {
      const { images, dy } = call.inputs as Record<string, tf.Tensor>;
      const size = images.shape.slice(1, 3);
      return tf.tidy(() =>
        runOperation(
          "ResizeNearestNeighborGrad",
          resizeAttributes(call, dy.dtype),
          [dy, tf.tensor1d(size, "int32")],
        )
      );
    }),
  ];
}

function resizeAttributes({ attrs }: KernelCall, dtype: tf.DataType) {
  const { alignCorners, halfPixelCenters } =
    attrs as unknown as ResizeAttributes;
  const flag = (name: string, value: boolean) => ({
    name,
    type: AttrType.BOOL,
    value: value ?? false,
  });
  return [
    typeAttribute("T", dtype),
    flag("align_corners", alignCorners),
    flag("half_pixel_centers", halfPixelCenters),
  ];
}
