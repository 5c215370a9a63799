import { tf } from "../tfjs.ts";
import { newKernel } from "./kernel.ts";

/** The attributes of tf.image.rotateWithOffset. */
export interface Rotation {
  readonly radians: number;
  /** One value, or one for each of the first three channels. */
  readonly fillValue: number | [number, number, number];
  readonly center: number | [number, number];
}

/** The value of the fourth channel outside of the image. */
const OPAQUE = 255;

/**
 * Where each pixel of a rotated image comes from: its number in the image, counted
 * row by row, int32 [height · width], and whether it lies inside.
 */
export function rotationSources(
  { radians, center }: Rotation,
  height: number,
  width: number,
): { readonly places: Int32Array; readonly inside: Uint8Array } {
  const [centerX, centerY] = tf.backend_util.getImageCenter(
    center,
    height,
    width,
  );
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  const places = new Int32Array(height * width);
  const inside = new Uint8Array(height * width);
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      const [x, y] = [column - centerX, row - centerY];
      const sourceX = Math.round(x * cos - y * sin + centerX);
      const sourceY = Math.round(x * sin + y * cos + centerY);
      if (
        sourceX >= 0 && sourceX < width && sourceY >= 0 && sourceY < height
      ) {
        inside[i] = 1;
        places[i] = sourceY * width + sourceX;
      }
    }
  }
  return { places, inside };
}

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
