import { checkShape } from "../ffi/shape.ts";
import { tf } from "../tfjs.ts";
import { type KernelCall, newKernel, wrapKernel } from "./kernel.ts";

/** Kernels whose result shares its input's data: nothing is copied or called. */
export function reshapeKernels(): tf.KernelConfig[] {
  return [
    newKernel("Reshape", ({ inputs, attrs, backend }) => {
      const { x } = inputs as { x: tf.Tensor };
      const size = tf.util.sizeFromShape(x.shape);
      const { shape } = attrs as { shape: number[] };
      return withShape(
        backend,
        x,
        tf.util.inferFromImplicitShape(shape, size),
      );
    }),
    newKernel("ExpandDims", ({ inputs, attrs, backend }) => {
      const { input } = inputs as { input: tf.Tensor };
      const { dim } = attrs as { dim: number };
      const axis = dim < 0 ? input.rank + 1 + dim : dim;
      if (axis < 0 || axis > input.rank) {
        throw new RangeError(
          `Cannot expand a tensor's dimensions: the axis must be from ${
            -input.rank - 1
          } to ${input.rank}: current value is ${dim}`,
        );
      }
      return withShape(backend, input, input.shape.toSpliced(axis, 0, 1));
    }),
    wrapKernel("Cast", (call, stock) => {
      const { x } = call.inputs as { x: tf.Tensor };
      return call.attrs!.dtype === x.dtype
        ? withShape(call.backend, x, x.shape)
        : stock(call);
    }),
  ];
}

/** Another tensor with the same data, in a shape of its own. */
export function withShape(
  backend: KernelCall["backend"],
  { dataId, dtype, shape: before }: tf.TensorInfo,
  shape: number[],
): tf.TensorInfo {
  checkShape("reshape a tensor", shape);
  const size = tf.util.sizeFromShape(before);
  if (tf.util.sizeFromShape(shape) !== size) {
    throw new RangeError(
      `Cannot reshape a tensor: the new shape must have as many elements: current shapes are [${before}] and [${shape}]`,
    );
  }
  backend.dataOf(dataId);
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}
