import { tf } from "../tfjs.ts";

/** The attributes of a TensorFlow.js kernel. */
export type Attributes = Readonly<Record<string, unknown>>;

/** How a gradient is registered. */
interface GradientOptions {
  /** The inputs that the gradient needs; "all" for a kernel with a list. */
  readonly inputs?: readonly string[] | "all";
  /** Which outputs it needs. */
  readonly outputs?: readonly boolean[];
}

/** Computes each input's gradient, by name. */
type Gradient = (
  dy: tf.Tensor,
  saved: tf.Tensor[],
  attributes: Attributes,
  /** The gradients of all outputs, of a kernel with several. */
  dys: tf.Tensor[],
) => Record<string, () => tf.Tensor>;

/** Registers a kernel's gradient in place of the one that it has, if any. */
export function setGradient(
  kernelName: string,
  { inputs = [], outputs = [] }: GradientOptions,
  gradient: Gradient,
): void {
  if (tf.getGradient(kernelName)) tf.unregisterGradient(kernelName);
  tf.registerGradient({
    kernelName,
    ...(inputs === "all"
      ? { saveAllInputs: true }
      : { inputsToSave: [...inputs] }),
    outputsToSave: [...outputs],
    gradFunc: (dy, saved, attributes) => {
      const dys = [dy].flat();
      return gradient(dys[0], saved, attributes as Attributes, dys);
    },
  });
}

/** Runs a kernel of the current backend. */
export function runKernel(
  kernelName: string,
  inputs: Record<string, tf.Tensor>,
  attributes: Attributes = {},
): tf.Tensor {
  return tf.engine().runKernel(
    kernelName,
    inputs,
    attributes as tf.NamedAttrMap,
  ) as tf.Tensor;
}

/** The gradient of an input that the result doesn't depend on smoothly. */
export function noGradient({ shape }: tf.Tensor): () => tf.Tensor {
  return () => tf.zeros(shape);
}

/**
 * Replaces a kernel's gradient by one that can fall back on it.
 *
 * @param outputs Which outputs are saved behind what is saved already.
 */
export function wrapGradient(
  kernelName: string,
  wrap: (stock: tf.GradFunc) => tf.GradFunc,
  outputs?: readonly boolean[],
): void {
  const config = tf.getGradient(kernelName);
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    ...config,
    ...(outputs && { outputsToSave: [...outputs] }),
    gradFunc: wrap(config.gradFunc),
  });
}
