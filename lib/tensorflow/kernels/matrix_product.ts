import { AttrType } from "../ffi/dtypes.ts";
import { biasAdd as addBias, runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import {
  isEmpty,
  type KernelCall,
  typeAttribute,
  wrapKernel,
} from "./kernel.ts";
import { withShape } from "./reshape.ts";

/** The attributes of TensorFlow.js's kernels of products. */
interface ProductAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly activation?: string;
  readonly leakyreluAlpha?: number;
}

/** Products of single matrices, without the outer axes of size 1. */
export function productKernels(): tf.KernelConfig[] {
  return [
    wrapKernel("BatchMatMul", (call, stock) => {
      if (!isSingle(call)) return stock(call);
      return isPair(call)
        ? multiply(call)
        : tf.tidy(() => withOuterAxes(call, multiply(call)));
    }),
    wrapKernel("_FusedMatMul", (call, stock) => {
      const { bias, preluActivationWeights } = call.inputs;
      const { activation, leakyreluAlpha } = attributesOf(call);
      const fits = isSingle(call) && !preluActivationWeights &&
        (!bias || bias.shape.length === 1 && bias.dtype === "float32");
      if (!fits) return stock(call);
      return tf.tidy(() => {
        const product = multiply(call);
        const biased = bias ? addBias(product, bias as tf.Tensor) : product;
        const result = activation && activation !== "linear"
          ? call.backend.applyActivation(
            biased,
            activation,
            undefined,
            leakyreluAlpha,
          )
          : biased;
        return withOuterAxes(call, result);
      });
    }),
  ];
}

function attributesOf({ attrs }: KernelCall): ProductAttributes {
  return attrs as unknown as ProductAttributes;
}

/** Whether both have two axes. */
function isPair({ inputs }: KernelCall): boolean {
  return inputs.a!.shape.length === 2 && inputs.b!.shape.length === 2;
}

/** Whether both are single float32 matrices, in whatever rank. */
function isSingle({ inputs }: KernelCall): boolean {
  return isMatrix(inputs.a!) && isMatrix(inputs.b!);
}

function isMatrix(tensor: tf.TensorInfo): boolean {
  const { dtype, shape } = tensor;
  return dtype === "float32" && shape.length >= 2 && !isEmpty(tensor) &&
    shape.every((size, axis) => axis >= shape.length - 2 || size === 1);
}

/** [rows, inner] · [inner, columns] → [rows, columns] */
function multiply(call: KernelCall): tf.Tensor {
  const { transposeA, transposeB } = attributesOf(call);
  const matrix = (tensor: tf.TensorInfo) => ({
    dataId: tensor.dataId,
    dtype: tensor.dtype,
    shape: tensor.shape.slice(-2),
  });
  const [a, b] = [matrix(call.inputs.a!), matrix(call.inputs.b!)];
  // oneDNN's MatMul takes 3 µs less, to the same bits, unless it multiplies by a
  // vector or by columns that lie in memory as rows
  const isSame = !transposeB && b.shape[1] > 1;
  const [name, left, right] = isSame && !call.backend.binding.recorder
    ? ["MatMul", "transpose_a", "transpose_b"]
    : ["BatchMatMulV2", "adj_x", "adj_y"];
  return runOperation(name, [
    typeAttribute("T", "float32"),
    { name: left, type: AttrType.BOOL, value: transposeA },
    { name: right, type: AttrType.BOOL, value: transposeB },
  ], [a, b]);
}

/** The product with the outer axes, all of size 1, that its factors have. */
function withOuterAxes(
  call: KernelCall,
  product: tf.Tensor,
): tf.Tensor {
  if (isPair(call)) return product;
  const { inputs, backend } = call;
  const rank = Math.max(inputs.a!.shape.length, inputs.b!.shape.length);
  const outer = new Array<number>(rank - 2).fill(1);
  return tf.engine().makeTensorFromTensorInfo(
    withShape(backend, product, [...outer, ...product.shape]),
  );
}
