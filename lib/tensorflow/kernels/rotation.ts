import { type Rotation, rotationSources } from "../ops/rotation_sources.ts";
import { tf } from "../tfjs.ts";
import { newKernel } from "./kernel.ts";

/** The value of the fourth channel outside of the image. */
const OPAQUE = 255;

/**
 * tf.image.rotateWithOffset. TensorFlow has nothing that rounds as TensorFlow.js
 * does, so each pixel is picked by its number.
 */
export const rotateWithOffset: tf.KernelConfig = newKernel(
  "RotateWithOffset",
  ({ inputs, attrs }) => {
    const { image } = inputs as { image: tf.Tensor4D };
    const rotation = attrs as unknown as Rotation;
    const [batch, height, width, channels] = image.shape;
    if (image.size === 0) return tf.zeros(image.shape, image.dtype);
    const { places, inside } = rotationSources(rotation, height, width);
    return tf.tidy(() => {
      const pixels = tf.reshape(image, [batch, height * width, channels]);
      const fill = tf.tensor(
        fillOf(rotation, channels),
        [1, 1, channels],
        image.dtype,
      );
      const rotated = tf.where(
        tf.tensor(inside, [1, height * width, 1], "bool"),
        tf.gather(pixels, tf.tensor1d(places, "int32"), 1),
        fill,
      );
      return tf.reshape(rotated, image.shape);
    });
  },
);

/** What each channel holds outside of the image. */
function fillOf({ fillValue }: Rotation, channels: number): number[] {
  return Array.from(
    { length: channels },
    (_, channel) =>
      typeof fillValue === "number"
        ? fillValue
        : channel === 3
        ? OPAQUE
        : fillValue[channel] ?? 0,
  );
}
