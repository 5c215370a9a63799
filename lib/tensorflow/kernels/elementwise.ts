import { AttrType } from "../ffi/dtypes.ts";
import { runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import {
  type KernelCall,
  newKernel,
  typeAttribute,
  wrapKernel,
} from "./kernel.ts";

/** Elementwise operations that TensorFlow's own don't fully cover. */
export function elementwiseKernels(): tf.KernelConfig[] {
  return [
    newKernel("BitwiseAnd", ({ inputs }) => {
      const { a, b } = inputs as Record<"a" | "b", tf.Tensor>;
      return runOperation("BitwiseAnd", [typeAttribute("T", a.dtype)], [a, b]);
    }),
    // tfjs-node's kernel disposes an int32 tensor of the caller's
    wrapKernel("Exp", (call, stock) => {
      const x = inputOf(call);
      if (x.dtype === "float32" || x.dtype === "complex64") return stock(call);
      return tf.tidy(() =>
        stock({ ...call, inputs: { x: tf.cast(x, "float32") } }) as tf.Tensor
      );
    }),
    // Recorded, oneDNN's Softmax ignores NaN and infinities in a
    // row and takes at most five axes
    wrapKernel("Softmax", (call, stock) => {
      if (!call.backend.binding.recorder) return stock(call);
      const { logits } = call.inputs as Record<string, tf.Tensor>;
      return tf.tidy(() => tf.exp(tf.logSoftmax(logits)));
    }),
    wrapKernel("Select", (call, stock) => {
      const { t, e } = call.inputs as Record<string, tf.Tensor>;
      if (t.dtype === e.dtype) return stock(call);
      const dtype = tf.upcastType(t.dtype, e.dtype);
      return tf.tidy(() =>
        stock({
          ...call,
          inputs: {
            ...call.inputs,
            t: tf.cast(t, dtype),
            e: tf.cast(e, dtype),
          },
        }) as tf.Tensor
      );
    }),
    // TensorFlow 2.21 returns zeros for int32
    wrapKernel("Round", (call, stock) => {
      const x = inputOf(call);
      return x.dtype === "int32" ? tf.clone(x) : stock(call);
    }),
    // The sign of NaN is 0 in TensorFlow.js, NaN in TensorFlow
    wrapKernel("Sign", (call, stock) => {
      const x = inputOf(call);
      if (x.dtype !== "float32") return stock(call);
      return tf.tidy(() =>
        tf.where(tf.isNaN(x), tf.zerosLike(x), stock(call) as tf.Tensor)
      );
    }),
    // tfjs-node's kernel uses TensorFlow's IsNan, which takes no integers
    wrapKernel("Step", (call, stock) => {
      const x = inputOf(call);
      if (x.dtype === "float32") return stock(call);
      const { alpha } = call.attrs as { alpha?: number };
      return tf.tidy(() =>
        tf.where(
          tf.greater(x, tf.scalar(0, x.dtype)),
          tf.onesLike(x),
          tf.fill(x.shape, alpha ?? 0, x.dtype as "int32"),
        )
      );
    }),
    wrapKernel("LeakyRelu", (call, stock) => {
      const x = inputOf(call);
      if (x.dtype === "float32") return stock(call);
      return tf.tidy(() =>
        stock({ ...call, inputs: { x: tf.cast(x, "float32") } }) as tf.Tensor
      );
    }),
    wrapKernel("Diag", (call, stock) => {
      const x = inputOf(call);
      if (x.dtype !== "bool") return stock(call);
      return tf.tidy(() => {
        const diagonal = stock({ ...call, inputs: { x: tf.cast(x, "int32") } });
        return tf.cast(diagonal as tf.Tensor, "bool");
      });
    }),
    newKernel("Mean", (call) => {
      const x = inputOf(call);
      const { axis, keepDims } = call.attrs as {
        axis: number | number[];
        keepDims?: boolean;
      };
      const axes = tf.util.parseAxisParam(axis, x.shape);
      return tf.tidy(() =>
        runOperation("Mean", [
          {
            name: "keep_dims",
            type: AttrType.BOOL,
            value: keepDims ?? false,
          },
          typeAttribute("T", "float32"),
          typeAttribute("Tidx", "int32"),
        ], [tf.cast(x, "float32"), tf.tensor1d(axes, "int32")])
      );
    }),
  ];
}

function inputOf(call: KernelCall): tf.Tensor {
  return call.inputs.x as tf.Tensor;
}
