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
      return tf.tidy(() => withOuterAxes(call, multiply(call)));
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

/** Whether both are single float32 matrices, in whatever rank. */
function isSingle({ inputs }: KernelCall): boolean {
  return [inputs.a!, inputs.b!].every((tensor) =>
    tensor.dtype === "float32" && !isEmpty(tensor) &&
    tensor.shape.length >= 2 &&
    tensor.shape.slice(0, -2).every((size) => size === 1)
  );
}

/** [rows, inner] · [inner, columns] → [rows, columns] */
function multiply(call: KernelCall): tf.Tensor {
  const { transposeA, transposeB } = attributesOf(call);
  const matrix = (tensor: tf.TensorInfo) => ({
    dataId: tensor.dataId,
    dtype: tensor.dtype,
    shape: tensor.shape.slice(-2),
  });
  return runOperation("BatchMatMulV2", [
    typeAttribute("T", "float32"),
    { name: "adj_x", type: AttrType.BOOL, value: transposeA },
    { name: "adj_y", type: AttrType.BOOL, value: transposeB },
  ], [matrix(call.inputs.a!), matrix(call.inputs.b!)]);
}

/** The product with the outer axes, all of size 1, that its factors have. */
function withOuterAxes(
  { inputs, backend }: KernelCall,
  product: tf.Tensor,
): tf.Tensor {
  const rank = Math.max(inputs.a!.shape.length, inputs.b!.shape.length);
  if (rank === 2) return product;
  const outer = new Array<number>(rank - 2).fill(1);
  return tf.engine().makeTensorFromTensorInfo(
    withShape(backend, product, [...outer, ...product.shape]),
  );
}
