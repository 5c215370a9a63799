import { tf } from "../tfjs.ts";
import {
  type KernelCall,
  type KernelFunc,
  type KernelResult,
  wrapKernel,
} from "./kernel.ts";
import type { Padding } from "./window.ts";

/** The most axes that both of TensorFlow's kernels take. */
const MOST_AXES = 5;

/** Padding of tensors with many axes, and of complex numbers. */
export function paddingKernels(): tf.KernelConfig[] {
  return [
    wrapKernel("MirrorPad", withFewerAxes),
    // tfjs-node's kernel can't make the scalar that fills a complex tensor
    wrapKernel("PadV2", (call, stock) => {
      const x = call.inputs.x as tf.Tensor;
      if (x.dtype !== "complex64") return withFewerAxes(call, stock);
      const { constantValue } = call.attrs as { constantValue: number };
      const pad = (part: tf.Tensor, constantValue: number) => {
        const attrs = { ...call.attrs, constantValue };
        return withFewerAxes(
          { ...call, inputs: { x: part }, attrs },
          stock,
        ) as tf.Tensor;
      };
      return tf.tidy(() =>
        tf.complex(pad(tf.real(x), constantValue), pad(tf.imag(x), 0))
      );
    }),
  ];
}

/** Takes neighbouring axes without padding for one, if there are many. */
function withFewerAxes(call: KernelCall, stock: KernelFunc): KernelResult {
  const x = call.inputs.x as tf.Tensor;
  if (x.rank <= MOST_AXES) return stock(call);
  const { paddings } = call.attrs as unknown as { paddings: Padding[] };
  const isPadded = (axis: number) => paddings[axis].some((count) => count > 0);
  const sizes: number[] = [];
  const counts: Padding[] = [];
  x.shape.forEach((size, axis) => {
    if (axis > 0 && !isPadded(axis) && !isPadded(axis - 1)) {
      sizes.push(sizes.pop()! * size);
    } else {
      sizes.push(size);
      counts.push(paddings[axis]);
    }
  });
  return tf.tidy(() => {
    const inputs = { x: tf.reshape(x, sizes) };
    const attrs = { ...call.attrs, paddings: counts };
    const padded = stock({ ...call, inputs, attrs }) as tf.Tensor;
    const shape = x.shape.map((size, axis) =>
      paddings[axis][0] + size + paddings[axis][1]
    );
    return tf.reshape(padded, shape);
  });
}
