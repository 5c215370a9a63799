import { tensorFlowBackend } from "../backend/active.ts";
import { AttrType, DType } from "../ffi/dtypes.ts";
import { biasAddGrad, runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import { wrapGradient } from "./gradient.ts";

const floatType = { name: "T", type: AttrType.TYPE, value: DType.FLOAT };

/** Activations with a gradient that is one operation of TensorFlow's. */
const activations: Readonly<
  Record<string, (dy: tf.Tensor, saved: tf.Tensor) => tf.Tensor>
> = {
  Relu: (dy, x) => binary("ReluGrad", dy, x),
  Sigmoid: (dy, y) => binary("SigmoidGrad", y, dy),
  Tanh: (dy, y) => binary("TanhGrad", y, dy),
};

/**
 * Makes gradients of activations and biases one operation each. Where the
 * gradient itself is differentiated, they stay as TensorFlow.js composes them.
 */
export function registerFusedGradients(): void {
  for (const [kernelName, fused] of Object.entries(activations)) {
    wrapGradient(kernelName, (stock) => (dy, saved, attributes) => {
      if (!isLast() || !isFloat(dy as tf.Tensor, saved[0])) {
        return stock(dy, saved, attributes);
      }
      return { x: () => fused(dy as tf.Tensor, saved[0]) };
    });
  }
  wrapGradient("ClipByValue", (stock) => (dy, saved, attributes) => {
    const [x, y] = saved;
    if (!isLast() || !isFloat(dy as tf.Tensor, x)) {
      return stock(dy, [x], attributes);
    }
    return { x: () => select(tf.equal(x, y), dy as tf.Tensor) };
  }, [true]);
  wrapGradient("Add", (stock) => (dy, saved, attributes) => {
    const [a, b] = saved;
    const isBias = isLast() && b.rank === 1 && a.rank > 1 &&
      a.shape.at(-1) === b.shape[0] && isFloat(dy as tf.Tensor, a, b) &&
      a.size > 0;
    if (!isBias) return stock(dy, saved, attributes);
    return {
      a: () => (dy as tf.Tensor).clone(),
      b: () => biasAddGrad(dy as tf.Tensor),
    };
  });
}

/** Whether nothing differentiates what is computed now. */
function isLast(): boolean {
  return tensorFlowBackend() !== undefined &&
    tf.engine().state.gradientDepth === 0;
}

function isFloat(...tensors: tf.Tensor[]): boolean {
  return tensors.every(({ dtype }) => dtype === "float32");
}

/** The tensor's values where the mask is true, elsewhere 0. */
function select(mask: tf.Tensor, tensor: tf.Tensor): tf.Tensor {
  return runOperation("SelectV2", [floatType], [mask, tensor, tf.scalar(0)]);
}

function binary(name: string, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return runOperation(name, [floatType], [a, b]);
}
