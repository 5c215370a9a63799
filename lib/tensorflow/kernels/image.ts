import { AttrType } from "../ffi/dtypes.ts";
import { runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import { newKernel, typeAttribute } from "./kernel.ts";

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
