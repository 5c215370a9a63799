import type { tf } from "../tfjs.ts";
import { type Attributes, runKernel, setGradient } from "./gradient.ts";

/**
 * Gradients of all convolutions, their own gradients included. Each is linear in
 * the image and in the filter, so every gradient is again a convolution, or one of
 * its two gradients. Those of TensorFlow.js lack dilations and forget how the size
 * is rounded.
 */
export function registerConvolutionGradients(): void {
  registerFamily({
    forward: "Conv2D",
    byInput: "Conv2DBackpropInput",
    byFilter: "Conv2DBackpropFilter",
  });
  registerFamily({
    forward: "Conv3D",
    byInput: "Conv3DBackpropInputV2",
    byFilter: "Conv3DBackpropFilterV2",
  });
  registerFamily({
    forward: "DepthwiseConv2dNative",
    byInput: "DepthwiseConv2dNativeBackpropInput",
    byFilter: "DepthwiseConv2dNativeBackpropFilter",
  });
}

/** A convolution and its gradients, by their kernels' names. */
interface Family {
  readonly forward: string;
  readonly byInput: string;
  readonly byFilter: string;
}

function registerFamily({ forward, byInput, byFilter }: Family): void {
  const convolve = (
    x: tf.Tensor,
    filter: tf.Tensor,
    attributes: Attributes,
  ) => runKernel(forward, { x, filter }, sharedBy(forward, attributes));
  const inputGradient = (
    dy: tf.Tensor,
    filter: tf.Tensor,
    attributes: Attributes,
    inputShape: number[],
  ) =>
    runKernel(byInput, { dy, filter }, {
      ...sharedBy(byInput, attributes),
      inputShape,
    });
  const filterGradient = (
    x: tf.Tensor,
    dy: tf.Tensor,
    attributes: Attributes,
    filterShape: number[],
  ) =>
    runKernel(byFilter, { x, dy }, {
      ...sharedBy(byFilter, attributes),
      filterShape,
    });
  setGradient(
    forward,
    { inputs: ["x", "filter"] },
    (dy, [x, filter], attributes) => ({
      x: () => inputGradient(dy, filter, attributes, x.shape),
      filter: () => filterGradient(x, dy, attributes, filter.shape),
    }),
  );
  setGradient(
    byInput,
    { inputs: ["dy", "filter"] },
    (ddx, [dy, filter], attributes) => ({
      dy: () => convolve(ddx, filter, attributes),
      filter: () => filterGradient(ddx, dy, attributes, filter.shape),
    }),
  );
  setGradient(
    byFilter,
    { inputs: ["x", "dy"] },
    (ddw, [x, dy], attributes) => ({
      x: () => inputGradient(dy, ddw, attributes, x.shape),
      dy: () => convolve(x, ddw, attributes),
    }),
  );
}

/** The attributes that a kernel has in common with another of its family. */
function sharedBy(kernelName: string, attributes: Attributes): Attributes {
  const { strides, pad, dataFormat, dilations, dimRoundingMode } = attributes;
  const isVolume = kernelName.startsWith("Conv3D");
  const one = isVolume ? [1, 1, 1] : [1, 1];
  return {
    strides,
    pad,
    dilations: dilations ?? one,
    ...(isVolume ? {} : { dataFormat, dimRoundingMode }),
  };
}
